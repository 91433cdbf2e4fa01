import { type Actions, type RingName, readShardRing, type ShardRing } from '../../harness/mimir/index.ts'

/** What each pod has of a tenant, by the pod's name, in words: `12 series`, or SOME where it is not counted. Who has nothing is left out. */
export type Held = Readonly<Record<string, string>>

export const SOME = 'some'

/** By tenant. */
export type AllHeld = ReadonlyMap<string, Held>

/** What a kind of thing should be where, and a look at where it is. */
export interface Comparison {
  /** What pods hold: `series`. */
  what: string
  predicted: AllHeld
  look: () => Promise<AllHeld>
}

/** The pods of a component, in order. */
export const podsOf = (t: Actions, component: string) =>
  t.cluster.pods().filter(p => p.components.some(c => c === component))

/** A ring as a pod of its component sees it, with all members that there should be. @throws Error where members are not called like pods */
export async function ringOf(t: Actions, ring: RingName): Promise<ShardRing> {
  const pods = podsOf(t, ring)
  const read = await readShardRing(pods[0]!.url, ring, pods.length)
  const names = new Set(pods.map(p => p.name))
  const strange = read.ring.members.filter(m => !names.has(m.id))
  if (strange.length > 0)
    throw new Error(`no pod is called ${strange.map(m => m.id).join(', ')}, as in the ${ring} ring`)
  return read.ring
}

/** Collects what pods have of tenants. */
export class Holdings {
  readonly #amounts = new Map<string, Map<string, number>>()

  /** All that others have, besides, or with a sign of its own. */
  addAll(others: Holdings, sign: 1 | -1): this {
    for (const [tenant, own] of others.#amounts) for (const [pod, n] of own) this.add(tenant, pod, sign * n)
    return this
  }

  add(tenant: string, pod: string, amount = 1): void {
    const own = this.#amounts.get(tenant) ?? new Map<string, number>()
    this.#amounts.set(tenant, own)
    own.set(pod, (own.get(pod) ?? 0) + amount)
  }

  /** @param unit what is counted; left out, it is no matter how many. Amounts of 0 are left out. */
  of(tenants: readonly string[], unit?: string): AllHeld {
    const words = (n: number) => (unit === undefined ? SOME : `${n} ${unit}`)
    const heldOf = (tenant: string): Held =>
      Object.fromEntries(
        [...(this.#amounts.get(tenant) ?? [])].filter(([, n]) => n !== 0).map(([pod, n]) => [pod, words(n)]),
      )
    return new Map(tenants.map(tenant => [tenant, heldOf(tenant)]))
  }
}

/** What a pod told last, though a scrape or two failed since: a pod with many tenants tells much, and on a busy machine not always in a second. */
export const lastTold = (metric: string): string => `last_over_time(${metric}[10s])`

/** What a metric says that pods have of tenants: it has the label `user`. */
export async function amountsIn(t: Actions, metric: string): Promise<Holdings> {
  const found = new Holdings()
  const all = await t.observer.query(`sum by (pod, user) (${lastTold(metric)})`)
  for (const { labels, value } of all) found.add(labels.user!, labels.pod!, value)
  return found
}
