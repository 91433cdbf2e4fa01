import {
  addWorkloads,
  group,
  oneOfEach,
  removeWorkloads,
  routeTo,
  type Topology,
  withConfig,
} from '../../harness/mimir/index.ts'

/** Who shards are made of: each pod runs one of each, as in monolithic mode. So twelve of each fit a machine of two cores. */
const SHARDED = ['ingester', 'store-gateway', 'ruler', 'alertmanager', 'querier'] as const

const PODS = 12

/** Twelve of each component that has shards, in three zones or in none, and one of each that has none. */
export function twelveOfEach(pace: Topology['pace'], zones: 1 | 3): Topology {
  const usual = oneOfEach({ zones, pace })
  const sharded = group('mimir', SHARDED, { zones, pace, replicas: PODS / zones })
  const others = usual.workloads.filter(w => w.modules.some(m => SHARDED.some(s => s === m))).map(w => w.name)
  const all = addWorkloads(usual, sharded)
  const names = sharded.map(w => w.name)
  return still(removeWorkloads(routeTo(all, ['rules', 'alerts'], names), others), zones > 1)
}

/** Nothing moves but by the sizes: heads become blocks when they are told to, and blocks stay as they are. Alertmanagers are in the zones, too. */
const still = (topology: Topology, zoned: boolean): Topology =>
  withConfig(topology, {
    blocks_storage: { tsdb: { head_compaction_idle_timeout: '1h' } },
    compactor: { first_level_compaction_wait_period: '1h' },
    alertmanager: { sharding_ring: { replication_factor: 3, zone_awareness_enabled: zoned } },
  })
