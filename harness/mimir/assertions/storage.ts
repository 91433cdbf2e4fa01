import type { Assertions } from '../../observer/assertion-spec.ts'
import { never } from './never-counted.ts'

const SEEN_BY = ['loss', 'redundancy', 'archive'] as const

/** WALs, heads and blocks: what can fail on the way of a sample from an ingester to a store-gateway. */
export const storage: Assertions = {
  'wal-corrupted': never({
    asserts: 'no ingester finds its WAL corrupted',
    counter: 'cortex_ingester_tsdb_wal_corruptions_total',
    pods: '{component=~".*ingester.*"}',
    onlyWith: SEEN_BY,
  }),
  'heads-not-compacted': never({
    asserts: 'no ingester fails to compact a head',
    counter: 'cortex_ingester_tsdb_compactions_failed_total',
    pods: '{component=~".*ingester.*"}',
    onlyWith: SEEN_BY,
  }),
  'blocks-not-shipped': never({
    asserts: 'no ingester fails to ship a block',
    counter: 'cortex_ingester_shipper_upload_failures_total',
    pods: '{component=~".*ingester.*"}',
    onlyWith: SEEN_BY,
  }),
  'blocks-not-loaded': never({
    asserts: 'no store-gateway fails to load a block',
    counter: 'cortex_bucket_store_block_load_failures_total',
    pods: '{component=~".*store-gateway.*"}',
    onlyWith: SEEN_BY,
  }),
  // A run that a compactor breaks off because it is told to stop has another reason.
  'blocks-not-compacted': never({
    asserts: 'no compactor fails at its blocks',
    counter: 'cortex_compactor_runs_failed_total',
    of: 'reason="error"',
    pods: '{component=~".*compactor.*"}',
    onlyWith: SEEN_BY,
    severity: 'warning',
  }),
}
