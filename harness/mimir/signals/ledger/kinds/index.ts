import type { Pace } from '../../../../history/run-info.ts'
import { parseVersion, supports } from '../../../topology/versions.ts'
import { type Dataset, kindOf, type Stripe, sampleValue } from '../dataset.ts'
import { KindName } from '../dataset-schema.ts'
import { churn, counter, floatV2, late, staleMarkers } from './floats.ts'
import { customBuckets, floatHistogram, integerHistogram } from './histograms.ts'
import type { SampleKind } from './kind.ts'

export const kinds: Readonly<Record<KindName, SampleKind>> = {
  integer_histogram: integerHistogram,
  float_histogram: floatHistogram,
  custom_buckets: customBuckets,
  float_v2: floatV2,
  counter,
  churn,
  stale_marker: staleMarkers,
  late,
}

/**
 * The kinds that such a Mimir takes: others would be refused, or be acked and thrown away.
 * @param version as `2.17.5`
 * @param pace Mimir takes nothing out of order unless it is told to; at the fast pace every tenant has a window for it
 */
export function kindsFor(version: string, pace: Pace): KindName[] {
  const known = parseVersion(version)
  const here = KindName.options.filter(name => name !== 'late' || pace === 'fast')
  return here.filter(name => kinds[name].needs.every(capability => supports(known, capability)))
}

/** What an answer shows of samples of a kind, or of floats, when they are right. */
export const shownOf = (kind: KindName | undefined): SampleKind['shown'] =>
  kind === undefined ? sampleValue : kinds[kind].shown

/** `stripe 3`, or `stripe 67 (integer native histograms)`. */
export function stripeName(d: Dataset, of: Stripe): string {
  const kind = kindOf(d, of)
  return `stripe ${of.stripe}${kind === undefined ? '' : ` (${kinds[kind].title})`}`
}
