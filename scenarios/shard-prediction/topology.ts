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

/** Heartbeats of that many members, which all pods are told of, cost more than anything that they do. */
const heartbeat = { heartbeat_period: '5s', heartbeat_timeout: '30s' }

/** What is done for each tenant again and again, done more rarely: sixty on three pods of each component are much for two cores. */
const calm = {
  memberlist: { gossip_interval: '1s' },
  blocks_storage: { tsdb: { ship_interval: '1m' }, bucket_store: { sync_interval: '10s' } },
  ingester: {
    ring: heartbeat,
    active_series_metrics_update_period: '1m',
    rate_update_period: '15s',
    tsdb_config_update_period: '1m',
    owned_series_update_interval: '1m',
  },
  store_gateway: { sharding_ring: heartbeat },
  compactor: { compaction_interval: '1m', cleanup_interval: '15s' },
  ruler: { poll_interval: '10s', ring: heartbeat },
  alertmanager: { poll_interval: '10s', persist_interval: '1m', sharding_ring: heartbeat },
} as const

/** Nothing moves but by the sizes: heads become blocks when they are told to, and blocks stay as they are. Alertmanagers are in the zones, too. */
const still = (topology: Topology, zoned: boolean): Topology =>
  withConfig(withConfig(topology, calm), {
    blocks_storage: { tsdb: { head_compaction_idle_timeout: '1h' } },
    compactor: { first_level_compaction_wait_period: '1h' },
    alertmanager: { sharding_ring: { replication_factor: 3, zone_awareness_enabled: zoned } },
  })
