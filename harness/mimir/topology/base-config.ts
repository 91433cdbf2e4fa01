import type { Tree } from './tree.ts'

/** What differs from pod to pod. The config names these, and Mimir puts in their values (`-config.expand-env`) from the pod's environment. */
export type PodVariable = 'ID' | 'ZONE' | 'IP' | 'HTTP_PORT' | 'GRPC_PORT' | 'GOSSIP_PORT' | 'DATA' | 'RUNTIME'

/** What depends on the place alone: whom to join, and where blocks are kept. */
type PlaceVariable = 'SHARED' | `PEER_${number}` | `S3_${'ENDPOINT' | 'BUCKET' | 'ACCESS_KEY_ID' | 'SECRET_ACCESS_KEY'}`

/** A variable as the config names it: `${ID}`. */
export const variable = (name: PodVariable | PlaceVariable): string => `\${${name}}`

/**
 * Every ring needs `instance_addr`: left alone Mimir looks for eth0 and never finds a loopback address; the port it advertises is the gRPC
 * port. Every ring also needs `instance_id`, which defaults to the host's name, and so does the querier's worker: without ids all
 * queriers of a host count as one for max_queriers_per_tenant.
 */
const member = { instance_id: variable('ID'), instance_addr: variable('IP') }
const volume = variable('DATA')
const zonedMember = { ...member, instance_availability_zone: variable('ZONE') }

/** What several Mimir processes on one host need, whatever the pace: an address, an identity and a directory each. */
export const perProcess: Tree = {
  multitenancy_enabled: true,
  activity_tracker: { filepath: `${volume}/activity.log` },
  server: {
    http_listen_address: variable('IP'),
    http_listen_port: variable('HTTP_PORT'),
    grpc_listen_address: variable('IP'),
    grpc_listen_port: variable('GRPC_PORT'),
  },
  memberlist: {
    node_name: variable('ID'),
    bind_addr: [variable('IP')],
    bind_port: variable('GOSSIP_PORT'),
    advertise_addr: variable('IP'),
    advertise_port: variable('GOSSIP_PORT'),
    // A seed that comes back alone must find the others again: without this a restart of all seeds would split the cluster.
    rejoin_interval: '10s',
  },
  blocks_storage: {
    tsdb: { dir: `${volume}/tsdb` },
    bucket_store: { sync_dir: `${volume}/tsdb-sync` },
  },
  ingester: { ring: { ...zonedMember, tokens_file_path: `${volume}/tokens` } },
  distributor: { ring: member },
  store_gateway: {
    sharding_ring: {
      ...zonedMember,
      tokens_file_path: `${volume}/tokens-sg`,
      // As Mimir's jsonnet: a restarted store-gateway keeps its blocks, and to leave for good takes a call to prepare-shutdown.
      unregister_on_shutdown: false,
    },
  },
  querier: { ring: member },
  frontend: { address: variable('IP') },
  frontend_worker: { id: variable('ID') },
  query_scheduler: { service_discovery_mode: 'ring', ring: member },
  compactor: { data_dir: `${volume}/compactor`, sharding_ring: member },
  ruler: { rule_path: `${volume}/rules`, ring: member },
  alertmanager: {
    data_dir: `${volume}/alertmanager-data`,
    external_url: `http://${variable('IP')}:${variable('HTTP_PORT')}/alertmanager`,
    sharding_ring: zonedMember,
  },
  overrides_exporter: { ring: { ...member, enabled: true } },
  runtime_config: { file: variable('RUNTIME') },
}

/** A host of a few cores carries what production spreads over many: buffers and caches shrink, nothing that decides a result does. */
export const smallHost: Tree = {
  usage_stats: { enabled: false },
  blocks_storage: {
    tsdb: {
      wal_replay_concurrency: 1,
      head_chunks_write_queue_size: 0,
      stripe_size: 1024,
      wal_segment_size_bytes: 8_388_608,
      series_hash_cache_max_size_bytes: 16_777_216,
    },
    bucket_store: {
      series_hash_cache_max_size_bytes: 16_777_216,
      index_cache: { inmemory: { max_size_bytes: 33_554_432 } },
    },
  },
  store_gateway: { sharding_ring: { num_tokens: 128 } },
  querier: { max_concurrent: 8 },
}

/** A limit that strikes would be a failure that the operation under test did not cause. 0 is no limit. */
export const liftedLimits: Tree = {
  limits: {
    ingestion_rate: 1_000_000,
    ingestion_burst_size: 10_000_000,
    max_global_series_per_user: 0,
    max_label_names_per_series: 60,
    ruler_max_rules_per_rule_group: 0,
    ruler_max_rule_groups_per_tenant: 0,
    max_fetched_chunks_per_query: 0,
    // 0 would be none at all. So many that an ingester of some dozens keeps those of the last half minute.
    max_global_exemplars_per_user: 600,
  },
  query_scheduler: { max_outstanding_requests_per_tenant: 400 },
}
