import type { Tree } from './tree.ts'

/**
 * The fast pace: what takes hours in production happens in minutes, by Mimir's own settings and within the bounds it sets for them (see
 * validatePace). A few waits are built into Mimir and stay as they are, above all the queriers' look at a tenant's bucket index once a minute
 * (pkg/querier/blocks_store_queryable.go), so that a shipped block is visible to queries only after up to 90 s.
 */
const heartbeat = { heartbeat_period: '2s', heartbeat_timeout: '10s' }
const forgetful = { ...heartbeat, auto_forget_unhealthy_periods: 3 }

export const fast: Tree = {
  server: { graceful_shutdown_timeout: '5s' },
  memberlist: {
    min_join_backoff: '100ms',
    max_join_backoff: '1s',
    max_join_retries: 60,
    // Gossip and heartbeats are most of what an idle Mimir costs: with every 100 ms and 1 s, 14 pods take half a core and leave too little
    // for what is measured; with these, a fifth.
    gossip_interval: '500ms',
    gossip_to_dead_nodes_time: '5s',
    left_ingesters_timeout: '30s',
    leave_timeout: '2s',
    broadcast_timeout_for_local_updates_on_shutdown: '2s',
  },
  blocks_storage: {
    tsdb: {
      block_ranges_period: ['60s'],
      retention_period: '5m',
      ship_interval: '2s',
      head_compaction_interval: '15s',
      head_compaction_idle_timeout: '60s',
      close_idle_tsdb_timeout: '10m',
    },
    bucket_store: {
      sync_interval: '5s',
      ignore_blocks_within: '0s',
      ignore_deletion_mark_delay: '2m',
      ignore_deletion_mark_while_querying_delay: '90s',
      bucket_index: { update_on_error_interval: '5s', idle_timeout: '5m', max_stale_period: '10m' },
      index_header: { lazy_loading_idle_timeout: '10m' },
    },
  },
  ingester: {
    // An ingester that is ready must be so for those that write to it, too: gossip takes about three rounds. With 0 s a rolling restart
    // goes on to the next zone too early and writes fail.
    ring: { ...heartbeat, min_ready_duration: '2s' },
    active_series_metrics_update_period: '5s',
    active_series_metrics_idle_timeout: '2m',
    rate_update_period: '5s',
    tsdb_config_update_period: '5s',
    owned_series_update_interval: '5s',
    track_ingester_owned_series: true,
  },
  distributor: { ring: forgetful, pool: { client_cleanup_period: '2s' } },
  ingester_client: { grpc_client_config: { connect_timeout: '1s' } },
  store_gateway: {
    sharding_ring: heartbeat,
  },
  querier: { query_store_after: '30s', timeout: '30s', ring: forgetful },
  query_scheduler: { ring: forgetful },
  compactor: {
    block_ranges: ['60s', '240s', '720s'],
    compaction_interval: '15s',
    cleanup_interval: '5s',
    first_level_compaction_wait_period: '20s',
    deletion_delay: '10m',
    tenant_cleanup_delay: '1m',
    max_compaction_time: '5m',
    sharding_ring: { ...forgetful, wait_active_instance_timeout: '30s' },
  },
  ruler: {
    evaluation_interval: '5s',
    poll_interval: '5s',
    outbound_sync_queue_poll_interval: '1s',
    inbound_sync_queue_poll_interval: '1s',
    for_grace_period: '10s',
    for_outage_tolerance: '10m',
    resend_delay: '5s',
    alertmanager_refresh_interval: '5s',
    ring: heartbeat,
  },
  // Replicas wait for one another before they notify. Alerts come at whole seconds, so with a whole number two of them look at the same moment whether to repeat, and both do.
  alertmanager: { poll_interval: '2s', persist_interval: '5s', peer_timeout: '1250ms', sharding_ring: heartbeat },
  overrides_exporter: { ring: heartbeat },
  runtime_config: { period: '1s' },
  limits: {
    query_ingesters_within: '10m',
    max_cache_freshness: '0s',
    // A head of 60 s takes nothing older than half of it, so rules must not lag. Tenants have no out-of-order window but one, to which the ledger writes late.
    ruler_evaluation_delay_duration: '0s',
    creation_grace_period: '1m',
  },
}
