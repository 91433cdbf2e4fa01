import { expect, test } from 'vitest'
import {
  type ConfigContext,
  configLayers,
  mimirConfig,
  runtimeConfig,
} from '../../../../harness/mimir/topology/mimir-config.ts'
import { microservices } from '../../../../harness/mimir/topology/modes.ts'
import { withConfig, withOverrides } from '../../../../harness/mimir/topology/operations.ts'
import { toYaml } from '../../../../harness/mimir/topology/to-yaml.ts'
import { at } from '../../../../harness/mimir/topology/tree.ts'
import { parseVersion } from '../../../../harness/mimir/topology/versions.ts'

const real = microservices({ zones: 3, pace: 'real' })
const fast = microservices({ zones: 3, pace: 'fast' })
const context: ConfigContext = {
  join: ['127.0.1.1:7946', '127.0.1.2:7946'],
  alertmanagerUrl: 'http://127.0.0.1:8080/alertmanager',
  clusterLabel: 'run-1',
}

test('the config at the real pace is what one host needs and nothing more', () => {
  expect(toYaml(mimirConfig(real, context))).toMatchInlineSnapshot(`
    "multitenancy_enabled: true
    activity_tracker:
      filepath: \${DATA}/activity.log
    server:
      http_listen_address: \${IP}
      http_listen_port: \${HTTP_PORT}
      grpc_listen_address: \${IP}
      grpc_listen_port: \${GRPC_PORT}
    memberlist:
      node_name: \${ID}
      bind_addr:
        - \${IP}
      bind_port: \${GOSSIP_PORT}
      advertise_addr: \${IP}
      advertise_port: \${GOSSIP_PORT}
      rejoin_interval: 10s
      join_members:
        - 127.0.1.1:7946
        - 127.0.1.2:7946
      cluster_label: run-1
    blocks_storage:
      tsdb:
        dir: \${DATA}/tsdb
        wal_replay_concurrency: 1
        head_chunks_write_queue_size: 0
        stripe_size: 1024
        wal_segment_size_bytes: 8388608
        series_hash_cache_max_size_bytes: 16777216
      bucket_store:
        sync_dir: \${DATA}/tsdb-sync
        series_hash_cache_max_size_bytes: 16777216
        index_cache:
          inmemory:
            max_size_bytes: 33554432
      filesystem:
        dir: \${SHARED}/blocks
    ingester:
      ring:
        instance_id: \${ID}
        instance_addr: \${IP}
        instance_availability_zone: \${ZONE}
        tokens_file_path: \${DATA}/tokens
        zone_awareness_enabled: true
        replication_factor: 3
        unregister_on_shutdown: false
    distributor:
      ring:
        instance_id: \${ID}
        instance_addr: \${IP}
    store_gateway:
      sharding_ring:
        instance_id: \${ID}
        instance_addr: \${IP}
        instance_availability_zone: \${ZONE}
        tokens_file_path: \${DATA}/tokens-sg
        unregister_on_shutdown: false
        num_tokens: 128
        zone_awareness_enabled: true
        replication_factor: 3
    querier:
      ring:
        instance_id: \${ID}
        instance_addr: \${IP}
      max_concurrent: 8
    frontend:
      address: \${IP}
    frontend_worker:
      id: \${ID}
    query_scheduler:
      service_discovery_mode: ring
      ring:
        instance_id: \${ID}
        instance_addr: \${IP}
      max_outstanding_requests_per_tenant: 400
    compactor:
      data_dir: \${DATA}/compactor
      sharding_ring:
        instance_id: \${ID}
        instance_addr: \${IP}
    ruler:
      rule_path: \${DATA}/rules
      ring:
        instance_id: \${ID}
        instance_addr: \${IP}
    alertmanager:
      data_dir: \${DATA}/alertmanager-data
      external_url: http://\${IP}:\${HTTP_PORT}/alertmanager
      sharding_ring:
        instance_id: \${ID}
        instance_addr: \${IP}
        instance_availability_zone: \${ZONE}
        replication_factor: 1
    overrides_exporter:
      ring:
        instance_id: \${ID}
        instance_addr: \${IP}
        enabled: true
    runtime_config:
      file: \${RUNTIME}
    limits:
      ruler_alertmanager_client_config:
        alertmanager_url: http://127.0.0.1:8080/alertmanager
      ingestion_rate: 1000000
      ingestion_burst_size: 10000000
      max_global_series_per_user: 0
      max_label_names_per_series: 60
      ruler_max_rules_per_rule_group: 0
      ruler_max_rule_groups_per_tenant: 0
      max_fetched_chunks_per_query: 0
      max_global_exemplars_per_user: 600
    common:
      storage:
        backend: filesystem
    ruler_storage:
      filesystem:
        dir: \${SHARED}/ruler
    alertmanager_storage:
      filesystem:
        dir: \${SHARED}/alertmanager
    usage_stats:
      enabled: false
    "
  `)
})

test('the fast pace adds durations only', () => {
  const [added] = configLayers(fast, context).filter(({ why }) => why.startsWith('fast pace'))
  expect(toYaml(added!.tree)).toMatchInlineSnapshot(`
    "server:
      graceful_shutdown_timeout: 5s
    memberlist:
      min_join_backoff: 100ms
      max_join_backoff: 1s
      max_join_retries: 60
      gossip_interval: 500ms
      gossip_to_dead_nodes_time: 5s
      left_ingesters_timeout: 30s
      leave_timeout: 2s
      broadcast_timeout_for_local_updates_on_shutdown: 2s
    blocks_storage:
      tsdb:
        block_ranges_period:
          - 60s
        retention_period: 5m
        ship_interval: 2s
        head_compaction_interval: 15s
        head_compaction_idle_timeout: 60s
        close_idle_tsdb_timeout: 10m
      bucket_store:
        sync_interval: 5s
        ignore_blocks_within: 0s
        ignore_deletion_mark_delay: 2m
        ignore_deletion_mark_while_querying_delay: 90s
        bucket_index:
          update_on_error_interval: 5s
          idle_timeout: 5m
          max_stale_period: 10m
        index_header:
          lazy_loading_idle_timeout: 10m
    ingester:
      ring:
        heartbeat_period: 2s
        heartbeat_timeout: 10s
        min_ready_duration: 2s
      active_series_metrics_update_period: 5s
      active_series_metrics_idle_timeout: 2m
      rate_update_period: 5s
      tsdb_config_update_period: 5s
      owned_series_update_interval: 5s
      track_ingester_owned_series: true
    distributor:
      ring: &a1
        heartbeat_period: 2s
        heartbeat_timeout: 10s
        auto_forget_unhealthy_periods: 3
      pool:
        client_cleanup_period: 2s
    ingester_client:
      grpc_client_config:
        connect_timeout: 1s
    store_gateway:
      sharding_ring: &a2
        heartbeat_period: 2s
        heartbeat_timeout: 10s
    querier:
      query_store_after: 30s
      timeout: 30s
      ring: *a1
    query_scheduler:
      ring: *a1
    compactor:
      block_ranges:
        - 60s
        - 240s
        - 720s
      compaction_interval: 15s
      cleanup_interval: 5s
      first_level_compaction_wait_period: 20s
      deletion_delay: 10m
      tenant_cleanup_delay: 1m
      max_compaction_time: 5m
      sharding_ring:
        heartbeat_period: 2s
        heartbeat_timeout: 10s
        auto_forget_unhealthy_periods: 3
        wait_active_instance_timeout: 30s
    ruler:
      evaluation_interval: 5s
      poll_interval: 5s
      outbound_sync_queue_poll_interval: 1s
      inbound_sync_queue_poll_interval: 1s
      for_grace_period: 10s
      for_outage_tolerance: 10m
      resend_delay: 5s
      alertmanager_refresh_interval: 5s
      ring: *a2
    alertmanager:
      poll_interval: 2s
      persist_interval: 5s
      peer_timeout: 1250ms
      sharding_ring: *a2
    overrides_exporter:
      ring: *a2
    runtime_config:
      period: 1s
    limits:
      query_ingesters_within: 10m
      max_cache_freshness: 0s
      ruler_evaluation_delay_duration: 0s
      creation_grace_period: 1m
    "
  `)
})

test('the topology has the last word', () => {
  const changed = withConfig(fast, { querier: { query_store_after: '0s' } })
  expect(at(mimirConfig(changed, context), 'querier.query_store_after')).toBe('0s')
})

test('an S3 server takes the place of the shared directory', () => {
  const s3 = { endpoint: '127.0.0.1:9000', bucket: 'mimir', accessKeyId: 'key', secretAccessKey: 'secret' }
  const config = mimirConfig(real, { ...context, storage: { backend: 's3', ...s3 } })
  expect({ common: config.common, ruler_storage: config.ruler_storage }).toEqual({
    common: {
      storage: {
        backend: 's3',
        s3: {
          endpoint: '127.0.0.1:9000',
          bucket_name: 'mimir',
          access_key_id: 'key',
          secret_access_key: 'secret',
          insecure: true,
        },
      },
    },
    ruler_storage: { storage_prefix: 'ruler' },
  })
})

test('an older Mimir is not given what it does not know', () => {
  const config = mimirConfig(fast, { ...context, version: parseVersion('2.16.2') })
  expect(
    [
      'querier.ring',
      'distributor.ring.auto_forget_unhealthy_periods',
      'limits.ruler_alertmanager_client_config',
      'ruler.alertmanager_url',
    ].map(path => at(config, path)),
  ).toEqual([undefined, undefined, undefined, context.alertmanagerUrl])
})

test('one address to join by is not enough', () => {
  expect(() => mimirConfig(fast, { ...context, join: ['127.0.1.1:7946'] })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: pods would join the cluster by 1 address: name two or more, or the cluster splits when that one restarts]`,
  )
})

test('one DNS name is enough, since every pod is behind it', () => {
  const join = ['dns+gossip-ring.mimir.svc.cluster.local.:7946']
  expect(at(mimirConfig(fast, { ...context, join }), 'memberlist.join_members')).toEqual(join)
})

test('the runtime config holds the overrides', () => {
  expect(toYaml(runtimeConfig(withOverrides(fast, 'tenant-a', { max_queriers_per_tenant: 2 })))).toMatchInlineSnapshot(`
    "overrides:
      tenant-a:
        max_queriers_per_tenant: 2
    "
  `)
})
