import { parseVersion, supports } from '../../../topology/versions.ts'
import { type Dataset, kindOf, type Stripe, sampleValue } from '../dataset.ts'
import { KindName } from '../dataset-schema.ts'
import { churn, counter, floatV2, late, staleMarkers, tooLate } from './floats.ts'
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
  too_late: tooLate,
}

/**
 * The kinds that such a Mimir takes: others would be refused, or be acked and thrown away.
 * @param version as `2.17.5`
 */
export function kindsFor(version: string): KindName[] {
  const known = parseVersion(version)
  return KindName.options.filter(name => kinds[name].needs.every(capability => supports(known, capability)))
}

/** What an answer shows of samples of a kind, or of floats, when they are right. */
export const shownOf = (kind: KindName | undefined): SampleKind['shown'] =>
  kind === undefined ? sampleValue : kinds[kind].shown

/** `stripe 3`, or `stripe 67 (integer native histograms)`. */
export function stripeName(d: Dataset, of: Stripe): string {
  const kind = kindOf(d, of)
  return `stripe ${of.stripe}${kind === undefined ? '' : ` (${kinds[kind].title})`}`
}
