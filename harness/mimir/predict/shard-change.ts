import type { Pool } from './pool.ts'

/** What another size does to a tenant's shard. */
interface TenantChange {
  tenant: string
  added: string[]
  removed: string[]
  stays: string[]
}

/** What another size does to the shards of all tenants that were named. */
export interface ShardChange {
  to: number
  /** Instances of each zone then. */
  perZone: number | undefined
  kind: 'grow' | 'shrink' | 'stay' | 'move'
  tenants: TenantChange[]
  /** In which order to do it. */
  advice: string
}

/** @param to the new size; 0 is all */
export function changeOf(pool: Pool, tenants: readonly string[], from: number, to: number): ShardChange {
  const changes = tenants.map(tenant => {
    const [before, after] = [pool.shard(tenant, from), pool.shard(tenant, to)]
    return {
      tenant,
      added: after.filter(id => !before.includes(id)),
      removed: before.filter(id => !after.includes(id)),
      stays: after.filter(id => before.includes(id)),
    }
  })
  const kind = kindOf(
    changes.some(c => c.added.length > 0),
    changes.some(c => c.removed.length > 0),
  )
  return {
    to,
    perZone: pool.perZone(to),
    kind,
    tenants: changes,
    advice: pool.name === 'ring' ? ADVICE[kind] : QUERIERS,
  }
}

function kindOf(added: boolean, removed: boolean): ShardChange['kind'] {
  if (added && removed) return 'move'
  if (added) return 'grow'
  return removed ? 'shrink' : 'stay'
}

/** Mimir's own procedure (docs: configure shuffle sharding), and what was seen where it was not kept to. */
const SHRINK =
  'Ingesters: do not just set the smaller size. Reads would miss samples that only ingesters outside of the new shard have. First restart queriers and rulers with -querier.shuffle-sharding-ingesters-enabled=false, then set the size, then wait for -blocks-storage.tsdb.retention-period, then restart them with true.'

const ADVICE: Readonly<Record<ShardChange['kind'], string>> = {
  grow: 'Ingesters: set the larger size on queriers and rulers first. As long as distributors alone have it, reads miss samples that new ingesters have.',
  shrink: SHRINK,
  move: SHRINK,
  stay: 'No tenant gets other instances.',
}

const QUERIERS = 'Queriers hold no samples: the size may be set at any time.'
