import {
  addWorkloads,
  group,
  oneOfEach,
  removeWorkloads,
  routeTo,
  scale,
  type Topology,
  withConfig,
} from '../../harness/mimir/index.ts'

/** What each of twelve pods runs, so that twelve of each fit a machine of two cores. */
const TOGETHER = ['ingester', 'store-gateway', 'ruler', 'alertmanager'] as const
const PODS = 12

/** Queriers have pods of their own: their metrics are read for each tenant, and those of the others are many. */
const QUERIERS = 6

/** Twelve ingesters, store-gateways, rulers and Alertmanagers, in three zones or in none, and six queriers. */
export function sharded(pace: Topology['pace'], zones: 1 | 3): Topology {
  const usual = scale(oneOfEach({ zones, pace }), 'querier', QUERIERS)
  const together = group('mimir', TOGETHER, { zones, pace, replicas: PODS / zones })
  const apart = usual.workloads.filter(w => w.modules.some(m => TOGETHER.some(own => own === m))).map(w => w.name)
  const names = together.map(w => w.name)
  const routed = routeTo(addWorkloads(usual, together), ['rules', 'alerts'], names)
  return still(removeWorkloads(routed, apart), zones > 1)
}

/** Heartbeats of that many members, which all pods are told of, are most of what they cost. */
const calm = { heartbeat_period: '5s', heartbeat_timeout: '30s' }

/** Nothing moves but by the sizes: heads become blocks when they are told to, and blocks stay as they are. Alertmanagers are in the zones, too. */
const still = (topology: Topology, zoned: boolean): Topology =>
  withConfig(topology, {
    blocks_storage: { tsdb: { head_compaction_idle_timeout: '1h' } },
    compactor: { first_level_compaction_wait_period: '1h' },
    ingester: { ring: calm },
    store_gateway: { sharding_ring: calm },
    ruler: { ring: calm },
    alertmanager: { sharding_ring: { ...calm, replication_factor: 3, zone_awareness_enabled: zoned } },
  })
