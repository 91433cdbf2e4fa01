import { type Actions, type RingName, readShardRing, type ShardRing } from '../../harness/mimir/index.ts'

/** What each pod has of a tenant, by the pod's name, in words: `12 series`. Who has nothing is left out. */
export type Held = Readonly<Record<string, string>>

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

  add(tenant: string, pod: string, amount = 1): void {
    const own = this.#amounts.get(tenant) ?? new Map<string, number>()
    this.#amounts.set(tenant, own)
    own.set(pod, (own.get(pod) ?? 0) + amount)
  }

  /** @param unit what is counted; amounts of 0 are left out */
  of(tenants: readonly string[], unit: string): AllHeld {
    const heldOf = (tenant: string): Held =>
      Object.fromEntries(
        [...(this.#amounts.get(tenant) ?? [])].filter(([, n]) => n !== 0).map(([pod, n]) => [pod, `${n} ${unit}`]),
      )
    return new Map(tenants.map(tenant => [tenant, heldOf(tenant)]))
  }
}

/** What an expression says that pods have of tenants: its samples have the labels `pod` and `user`. */
export async function amountsIn(t: Actions, expr: string): Promise<Holdings> {
  const found = new Holdings()
  for (const { labels, value } of await t.observer.query(expr)) found.add(labels.user!, labels.pod!, value)
  return found
}
