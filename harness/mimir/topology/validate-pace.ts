import { milliseconds } from './duration.ts'
import type { Yaml } from './topology.ts'
import { at, type Tree } from './tree.ts'

/** What is wrong with a config, and where the rule is written. */
export interface PaceProblem {
  /** `refused`: Mimir does not start. `unsound`: it runs, but shows or hides data for reasons that are not the operation's. */
  kind: 'refused' | 'unsound'
  text: string
  /** Source file in grafana/mimir, or the reasoning. */
  source: string
}

/** Sync intervals in which store-gateways are to discover an uploaded block: NewBlockDiscoveryDelayMultiplier in pkg/storage/tsdb/config.go. */
export const SYNCS_TO_DISCOVER = 3

/** Mimir's defaults of the settings that the rules look at, for trees that leave them out (`mimir -print.config`). */
const defaults = {
  'blocks_storage.tsdb.block_ranges_period': ['2h'],
  'blocks_storage.tsdb.retention_period': '13h',
  'blocks_storage.tsdb.ship_interval': '1m',
  'blocks_storage.tsdb.head_compaction_interval': '1m',
  'blocks_storage.tsdb.head_compaction_idle_timeout': '1h',
  'blocks_storage.tsdb.close_idle_tsdb_timeout': '13h',
  'blocks_storage.bucket_store.sync_interval': '15m',
  'blocks_storage.bucket_store.ignore_deletion_mark_delay': '1h',
  'blocks_storage.bucket_store.ignore_deletion_mark_while_querying_delay': '50m',
  'compactor.block_ranges': ['2h', '12h', '24h'],
  'compactor.cleanup_interval': '15m',
  'compactor.deletion_delay': '12h',
  'querier.query_store_after': '12h',
  'querier.timeout': '2m',
  'server.http_server_write_timeout': '2m',
  'limits.query_ingesters_within': '13h',
  'limits.out_of_order_time_window': '0s',
  'limits.ruler_evaluation_delay_duration': '1m',
} as const satisfies Record<string, Yaml>
type Path = keyof typeof defaults

const rings = [
  'ingester.ring',
  'distributor.ring',
  'store_gateway.sharding_ring',
  'querier.ring',
  'query_scheduler.ring',
  'compactor.sharding_ring',
  'ruler.ring',
  'alertmanager.sharding_ring',
  'overrides_exporter.ring',
]

/** Built into Mimir: the gap between two head compactions, and the queriers' look at a tenant's bucket index (1 min ± 20 %). */
const COMPACTION_GAP = 10_000
const INDEX_CHECK = 72_000

/**
 * Checks the durations of a Mimir config against each other.
 * @param config a whole config or a part of one; what it leaves out has Mimir's default.
 * @returns the problems, worst first; none when the pace holds together.
 * @throws UsageError when a duration can not be read.
 */
export function validatePace(config: Tree): PaceProblem[] {
  const value = (path: Path): Yaml => at(config, path) ?? defaults[path]
  const ms = (path: Path): number => milliseconds(value(path))
  const list = (path: Path): number[] => [value(path)].flat().map(v => milliseconds(v as Yaml))
  const found: PaceProblem[] = []
  const refuse = (wrong: boolean, text: string, source: string) =>
    wrong && found.push({ kind: 'refused', text, source })
  const doubt = (wrong: boolean, text: string, source: string) => wrong && found.push({ kind: 'unsound', text, source })
  const says = (path: Path): string => `${path} (${[value(path)].flat().join(', ')})`

  const ranges = list('compactor.block_ranges')
  refuse(
    ranges.some((range, i) => i > 0 && range % ranges[i - 1]! !== 0),
    `each of ${says('compactor.block_ranges')} must be a multiple of the one before`,
    'pkg/compactor/compactor.go, Config.Validate',
  )
  const interval = ms('blocks_storage.tsdb.head_compaction_interval')
  refuse(
    interval <= 0 || interval > milliseconds('15m'),
    `${says('blocks_storage.tsdb.head_compaction_interval')} must be above 0 and at most 15m`,
    'pkg/storage/tsdb/config.go, TSDBConfig.Validate',
  )
  const within = ms('limits.query_ingesters_within')
  const after = ms('querier.query_store_after')
  refuse(
    within !== 0 && after !== 0 && within <= after,
    `${says('limits.query_ingesters_within')} must be longer than ${says('querier.query_store_after')}, or one of them 0`,
    'pkg/querier/querier.go, Config.ValidateLimits',
  )
  const querying = ms('blocks_storage.bucket_store.ignore_deletion_mark_while_querying_delay')
  const sync = ms('blocks_storage.bucket_store.sync_interval')
  refuse(
    querying <= SYNCS_TO_DISCOVER * sync,
    `${says('blocks_storage.bucket_store.ignore_deletion_mark_while_querying_delay')} must be longer than ${SYNCS_TO_DISCOVER} times ${says('blocks_storage.bucket_store.sync_interval')}`,
    'pkg/storage/tsdb/config.go, BucketStoreConfig.Validate',
  )
  const ignoring = ms('blocks_storage.bucket_store.ignore_deletion_mark_delay')
  refuse(
    ignoring <= querying,
    `${says('blocks_storage.bucket_store.ignore_deletion_mark_delay')} must be longer than ${says('blocks_storage.bucket_store.ignore_deletion_mark_while_querying_delay')}`,
    'pkg/storage/tsdb/config.go, BucketStoreConfig.Validate',
  )
  refuse(
    ms('querier.timeout') > ms('server.http_server_write_timeout'),
    `${says('querier.timeout')} must not be longer than ${says('server.http_server_write_timeout')}`,
    'pkg/mimir/mimir.go, Config.Validate',
  )
  for (const ring of rings) {
    const period = at(config, `${ring}.heartbeat_period`) ?? '15s'
    const timeout = at(config, `${ring}.heartbeat_timeout`) ?? '1m'
    refuse(
      milliseconds(period) <= 0 || milliseconds(timeout) <= 0,
      `${ring} must have a heartbeat: heartbeat_period (${period}) and heartbeat_timeout (${timeout}) above 0`,
      'CHANGELOG, #13104',
    )
    doubt(
      milliseconds(timeout) <= 2 * milliseconds(period),
      `${ring}.heartbeat_timeout (${timeout}) must be more than two heartbeat_periods (${period}), or one late heartbeat looks like a death`,
      'the ring counts a member as unhealthy from the age of its last heartbeat, in whole seconds',
    )
  }

  const [head = 0] = list('blocks_storage.tsdb.block_ranges_period')
  doubt(
    ranges[0]! % head !== 0,
    `the first of ${says('compactor.block_ranges')} must be a multiple of ${says('blocks_storage.tsdb.block_ranges_period')}`,
    "the compactor's shortest range holds whole blocks of the ingesters",
  )
  doubt(
    ms('compactor.deletion_delay') <= ignoring,
    `${says('compactor.deletion_delay')} must be longer than ${says('blocks_storage.bucket_store.ignore_deletion_mark_delay')}`,
    'store-gateways go on reading a marked block that long',
  )
  const retention = ms('blocks_storage.tsdb.retention_period')
  const visible = visibleAfter(ms)
  doubt(
    retention < visible,
    `${says('blocks_storage.tsdb.retention_period')} must be at least ${visible / 1000}s, the longest it takes until a read-only ingester's samples can be read from the store`,
    'head_compaction_idle_timeout × 1.25 + 10 s + ship_interval + cleanup_interval × 1.1 + 72 s + sync_interval × 1.2',
  )
  doubt(
    within !== 0 && within < retention,
    `${says('limits.query_ingesters_within')} must not be shorter than ${says('blocks_storage.tsdb.retention_period')}`,
    'shuffle sharding looks back by the retention; what ingesters keep, queries should ask them for',
  )
  doubt(
    ms('blocks_storage.tsdb.close_idle_tsdb_timeout') < retention,
    `${says('blocks_storage.tsdb.close_idle_tsdb_timeout')} must not be shorter than ${says('blocks_storage.tsdb.retention_period')}`,
    'a closed TSDB is gone from the ingester before its blocks are past retention',
  )
  doubt(
    ms('limits.ruler_evaluation_delay_duration') >= Math.max(head / 2, ms('limits.out_of_order_time_window')),
    `${says('limits.ruler_evaluation_delay_duration')} must be less than half of ${says('blocks_storage.tsdb.block_ranges_period')} or than ${says('limits.out_of_order_time_window')}`,
    'pkg/tsdb of Prometheus: a head takes no sample older than half its range without an out-of-order window',
  )
  return found.sort((a, b) => Number(a.kind === 'unsound') - Number(b.kind === 'unsound'))
}

/** Milliseconds from the last sample of an ingester until it is visible through the store at the latest, jitters included. */
const visibleAfter = (ms: (path: Path) => number): number =>
  ms('blocks_storage.tsdb.head_compaction_idle_timeout') * 1.25 +
  COMPACTION_GAP +
  ms('blocks_storage.tsdb.ship_interval') +
  ms('compactor.cleanup_interval') * 1.1 +
  INDEX_CHECK +
  ms('blocks_storage.bucket_store.sync_interval') * 1.2
