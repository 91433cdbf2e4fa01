import { expect, test } from 'vitest'
import type { Pace } from '../../../../harness/history/run-info.ts'
import { mimirConfig } from '../../../../harness/mimir/topology/mimir-config.ts'
import { microservices } from '../../../../harness/mimir/topology/modes.ts'
import { merge, type Tree } from '../../../../harness/mimir/topology/tree.ts'
import { validatePace } from '../../../../harness/mimir/topology/validate-pace.ts'

const config = (pace: Pace) =>
  mimirConfig(microservices({ zones: 3, pace }), {
    join: ['127.0.1.1:7946', '127.0.1.2:7946'],
    clusterLabel: 'test',
  })
const problems = (change: Tree) =>
  validatePace(merge(config('fast'), change)).map(p => `${p.kind}: ${p.text} [${p.source}]`)

test.each<Pace>(['fast', 'real'])('the %s pace holds together', pace => {
  expect(validatePace(config(pace))).toEqual([])
})

test("Mimir's defaults hold together", () => {
  expect(validatePace({})).toEqual([])
})

test('what Mimir refuses', () => {
  expect(
    [
      { compactor: { block_ranges: ['60s', '90s'] } },
      { blocks_storage: { tsdb: { head_compaction_interval: '0s' } } },
      { limits: { query_ingesters_within: '5m' }, querier: { query_store_after: '5m' } },
      { blocks_storage: { bucket_store: { sync_interval: '30s' } } },
      { blocks_storage: { bucket_store: { ignore_deletion_mark_delay: '90s' } } },
      { querier: { timeout: '3m' } },
      { ruler: { ring: { heartbeat_timeout: '0s' } } },
    ].map(change => problems(change)[0]),
  ).toMatchInlineSnapshot(`
    [
      "refused: each of compactor.block_ranges (60s, 90s) must be a multiple of the one before [pkg/compactor/compactor.go, Config.Validate]",
      "refused: blocks_storage.tsdb.head_compaction_interval (0s) must be above 0 and at most 15m [pkg/storage/tsdb/config.go, TSDBConfig.Validate]",
      "refused: limits.query_ingesters_within (5m) must be longer than querier.query_store_after (5m), or one of them 0 [pkg/querier/querier.go, Config.ValidateLimits]",
      "refused: blocks_storage.bucket_store.ignore_deletion_mark_while_querying_delay (90s) must be longer than 3 times blocks_storage.bucket_store.sync_interval (30s) [pkg/storage/tsdb/config.go, BucketStoreConfig.Validate]",
      "refused: blocks_storage.bucket_store.ignore_deletion_mark_delay (90s) must be longer than blocks_storage.bucket_store.ignore_deletion_mark_while_querying_delay (90s) [pkg/storage/tsdb/config.go, BucketStoreConfig.Validate]",
      "refused: querier.timeout (3m) must not be longer than server.http_server_write_timeout (2m) [pkg/mimir/mimir.go, Config.Validate]",
      "refused: ruler.ring must have a heartbeat: heartbeat_period (2s) and heartbeat_timeout (0s) above 0 [CHANGELOG, #13104]",
    ]
  `)
})

test('what Mimir runs with, but no verdict should rest on', () => {
  expect(
    [
      { ingester: { ring: { heartbeat_timeout: '2s' } } },
      { blocks_storage: { tsdb: { block_ranges_period: ['45s'] } } },
      { compactor: { deletion_delay: '2m' } },
      { blocks_storage: { tsdb: { retention_period: '2m' } } },
      { limits: { query_ingesters_within: '4m' } },
      { blocks_storage: { tsdb: { close_idle_tsdb_timeout: '4m' } } },
      { limits: { ruler_evaluation_delay_duration: '1m', out_of_order_time_window: '0s' } },
    ].map(change => problems(change)),
  ).toMatchInlineSnapshot(`
    [
      [
        "unsound: ingester.ring.heartbeat_timeout (2s) must be more than two heartbeat_periods (2s), or one late heartbeat looks like a death [the ring counts a member as unhealthy from the age of its last heartbeat, in whole seconds]",
      ],
      [
        "unsound: the first of compactor.block_ranges (60s, 240s, 720s) must be a multiple of blocks_storage.tsdb.block_ranges_period (45s) [the compactor's shortest range holds whole blocks of the ingesters]",
      ],
      [
        "unsound: compactor.deletion_delay (2m) must be longer than blocks_storage.bucket_store.ignore_deletion_mark_delay (2m) [store-gateways go on reading a marked block that long]",
      ],
      [
        "unsound: blocks_storage.tsdb.retention_period (2m) must be at least 170.5s, the longest it takes until a read-only ingester's samples can be read from the store [head_compaction_idle_timeout × 1.25 + 10 s + ship_interval + cleanup_interval × 1.1 + 72 s + sync_interval × 1.2]",
      ],
      [
        "unsound: limits.query_ingesters_within (4m) must not be shorter than blocks_storage.tsdb.retention_period (5m) [shuffle sharding looks back by the retention; what ingesters keep, queries should ask them for]",
      ],
      [
        "unsound: blocks_storage.tsdb.close_idle_tsdb_timeout (4m) must not be shorter than blocks_storage.tsdb.retention_period (5m) [a closed TSDB is gone from the ingester before its blocks are past retention]",
      ],
      [
        "unsound: limits.ruler_evaluation_delay_duration (1m) must be less than half of blocks_storage.tsdb.block_ranges_period (60s) or than limits.out_of_order_time_window (0s) [pkg/tsdb of Prometheus: a head takes no sample older than half its range without an out-of-order window]",
      ],
    ]
  `)
})
