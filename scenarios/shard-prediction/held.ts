import { type Actions, metricsBy, type RingName, type ShardRing } from '../../harness/mimir/index.ts'
import { podsOf, ringOf } from '../shard-pods.ts'
import { TENANTS } from './tenants.ts'

/** How much each pod has of a tenant, by the pod's name. Who has nothing is left out. */
export type Held = Readonly<Record<string, number>>

/** By tenant. */
export type AllHeld = ReadonlyMap<string, Held>

/** What a kind of thing should be where, and how pods tell where it is. */
export interface Comparison {
  /** What pods hold: `series`. */
  what: string
  predicted: AllHeld
  /** What they had before; that does not count. */
  before?: AllHeld
  /** Their metric, which has the label `user`; or what was found by other means. */
  told: string | AllHeld
  /** Whether they tell how much, and not only whether. */
  counted: boolean
}

/** A ring as a pod of its component sees it, with all members that there should be. @throws Error where members are not called like pods */
export async function wholeRing(t: Actions, ring: RingName): Promise<ShardRing> {
  const pods = podsOf(t, ring)
  const read = await ringOf(t, ring, pods.length)
  const names = new Set(pods.map(p => p.name))
  const strange = read.members.filter(m => !names.has(m.id))
  if (strange.length > 0)
    throw new Error(`no pod is called ${strange.map(m => m.id).join(', ')}, as in the ${ring} ring`)
  return read
}

/** Collects what pods have of tenants. */
export class Holdings {
  readonly #held = new Map<string, Record<string, number>>(TENANTS.map(tenant => [tenant, {}]))

  /** Tenants that are none of the sixty are left out. */
  add(tenant: string, pod: string, amount = 1): void {
    const own = this.#held.get(tenant)
    if (own) own[pod] = (own[pod] ?? 0) + amount
  }

  /** @param before is subtracted. Amounts of 0 are left out. */
  all(before?: AllHeld): AllHeld {
    for (const [tenant, held] of before ?? []) for (const [pod, n] of Object.entries(held)) this.add(tenant, pod, -n)
    const some = (held: Held): Held => Object.fromEntries(Object.entries(held).filter(([, n]) => n !== 0))
    return new Map([...this.#held].map(([tenant, held]) => [tenant, some(held)]))
  }
}

/** What pods tell of tenants at this moment, by metric: not by the observer, whose last scrape may be too old. */
export async function tell(t: Actions, metrics: readonly string[]): Promise<ReadonlyMap<string, Holdings>> {
  const all = new Map(metrics.map(metric => [metric, new Holdings()]))
  for (const { name, url } of podsOf(t, 'ingester')) {
    const by = await metricsBy(url, 'user', ...metrics)
    for (const [metric, holdings] of all) for (const [user, value] of by(metric)) holdings.add(user, name, value)
  }
  return all
}

/** What was found where of one kind, out of what pods tell now. */
export const foundOf = ({ told, before }: Comparison, now: ReadonlyMap<string, Holdings>): AllHeld =>
  typeof told === 'string' ? now.get(told)!.all(before) : told

/** The metrics by which pods tell it. */
export const metricsOf = (comparisons: readonly Comparison[]): string[] =>
  comparisons.flatMap(({ told }) => (typeof told === 'string' ? [told] : []))
