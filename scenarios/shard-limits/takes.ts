import type { Actions } from '../../harness/mimir/index.ts'
import { ingesterRing, onlyShardTakes } from '../sharding.ts'
import { ROLES, type Role } from './sizes.ts'

/** The name that a tenant has in this run. */
export const tenantOf = (t: Actions, role: Role): string => t.run.tenants[ROLES.indexOf(role)]!

/** A fact of the history: how many ingesters take the samples of a tenant with a shard of this size. */
const TAKEN = 'ingesters of a shard'

/**
 * The predicted ingesters take the samples of each tenant, no other does, and they are so many as Mimir's formula makes of the size.
 * @param sizes by tenant: what is set, and how many ingesters that must be
 */
export async function shardsTake(
  t: Actions,
  sizes: Readonly<Partial<Record<Role, readonly [size: number, ingesters: number]>>>,
): Promise<void> {
  const { ring } = await ingesterRing(t)
  for (const [role, [size, ingesters]] of Object.entries(sizes) as [Role, readonly [number, number]][]) {
    const tenant = tenantOf(t, role)
    await t.expect(`a size of ${size} to be ${ingesters} ingesters`, () => {
      const shard = ring.ids(tenant, size).length
      return shard === ingesters || `${shard}`
    })
    await onlyShardTakes(t, [tenant], size)
    t.note(TAKEN, { tenant, size, ingesters })
  }
}
