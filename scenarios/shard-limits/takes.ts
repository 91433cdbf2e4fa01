import type { Actions } from '../../harness/mimir/index.ts'
import { onlyShardTakes } from '../shard-pods.ts'
import { ingesterRing } from '../sharding.ts'
import { ROLES, type Role } from './sizes.ts'

/** The name that a tenant has in this run. */
export const tenantOf = (t: Actions, role: Role): string => t.run.tenants[ROLES.indexOf(role)]!

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
    const shard = ring.ids(tenant, size)
    await t.expect(
      `a size of ${size} to be ${ingesters} ingesters`,
      () => shard.length === ingesters || `${shard.length}`,
    )
    await onlyShardTakes(t, [tenant], size)
    t.tell({
      title: 'Ingesters that a size stands for',
      heads: ['tenant', '#size', '#ingesters', 'which take its samples'],
      rows: [[tenant, `${size}`, `${ingesters}`, shard.join(', ')]],
    })
  }
}
