import { allPodsBurn } from './broken/all-pods-burn.ts'
import { blockSkipped } from './broken/block-skipped.ts'
import { blocksOfAnotherTenant } from './broken/blocks-of-another-tenant.ts'
import { exemplarsThrownAway } from './broken/exemplars-thrown-away.ts'
import { forStateNotRestored } from './broken/for-state-not-restored.ts'
import { forgetDelayIgnored } from './broken/forget-delay-ignored.ts'
import { histogramsThrownAway } from './broken/histograms-thrown-away.ts'
import { labelsOfAnotherTenant } from './broken/labels-of-another-tenant.ts'
import { lateSamplesThrownAway } from './broken/late-samples-thrown-away.ts'
import { lookbackForgotten } from './broken/lookback-forgotten.ts'
import { metadataThrownAway } from './broken/metadata-thrown-away.ts'
import { newestSamplesHidden } from './broken/newest-samples-hidden.ts'
import { notifiedTwice } from './broken/notified-twice.ts'
import { onePodSpins } from './broken/one-pod-spins.ts'
import { oneStripeSlow } from './broken/one-stripe-slow.ts'
import { plantedPanic } from './broken/planted-panic.ts'
import { pushThrownAway } from './broken/push-thrown-away.ts'
import { querierShardIgnored } from './broken/querier-shard-ignored.ts'
import { readsStandStill } from './broken/reads-stand-still.ts'
import { rulesOfAnotherTenant } from './broken/rules-of-another-tenant.ts'
import { rulesOutsideOfShard } from './broken/rules-outside-of-shard.ts'
import { samplesOfAnotherTenant } from './broken/samples-of-another-tenant.ts'
import { segmentSkipped } from './broken/segment-skipped.ts'
import { shardIgnoredByWrites } from './broken/shard-ignored-by-writes.ts'
import { silenceForgotten } from './broken/silence-forgotten.ts'
import { tenthEvaluationSkipped } from './broken/tenth-evaluation-skipped.ts'
import { walForgotten } from './broken/wal-forgotten.ts'
import { windowForEverybody } from './broken/window-for-everybody.ts'
import { wrongValueRecorded } from './broken/wrong-value-recorded.ts'
import { zoneCAddsOne } from './broken/zone-c-adds-one.ts'
import { zoneCDropsWrites } from './broken/zone-c-drops-writes.ts'
import type { Mutant } from './mutant.ts'

/** All broken Mimirs: time and CPU first, then samples, then rules and tenants, then shards. */
export const mutants: readonly Mutant[] = [
  allPodsBurn,
  readsStandStill,
  onePodSpins,
  oneStripeSlow,
  pushThrownAway,
  histogramsThrownAway,
  lateSamplesThrownAway,
  windowForEverybody,
  exemplarsThrownAway,
  metadataThrownAway,
  walForgotten,
  zoneCDropsWrites,
  zoneCAddsOne,
  newestSamplesHidden,
  tenthEvaluationSkipped,
  wrongValueRecorded,
  notifiedTwice,
  silenceForgotten,
  forStateNotRestored,
  samplesOfAnotherTenant,
  blocksOfAnotherTenant,
  labelsOfAnotherTenant,
  rulesOfAnotherTenant,
  shardIgnoredByWrites,
  lookbackForgotten,
  rulesOutsideOfShard,
  querierShardIgnored,
  forgetDelayIgnored,
  plantedPanic,
  blockSkipped,
  segmentSkipped,
]
