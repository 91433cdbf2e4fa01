import type { Exemplar, Metadata } from '../../../remote-write/annotations.ts'
import { helpOf, TRACE } from '../../reads/named.ts'
import {
  type Dataset,
  everyStripeOf,
  kindOf,
  type SampleId,
  type Stripe,
  sampleValue,
  stripeOf,
  timeOf,
} from '../dataset.ts'
import { kinds } from './index.ts'

/** The exemplar of a sample: its trace and its value are what no other has. */
export const exemplarOf = (d: Dataset, id: SampleId): Exemplar => ({
  labels: [[TRACE, String(sampleValue(id))]],
  value: sampleValue(id),
  timestamp: timeOf(d, stripeOf(d, id.tenant, id.series), id.tick),
})

/** What is said of the metric of a stripe; of floats by remote write 1.0, nothing. */
export function metadataOf(d: Dataset, of: Stripe): Metadata | undefined {
  const kind = kindOf(d, of)
  return kind && { type: kinds[kind].metric, help: helpOf(d.tenants[of.tenant]!), unit: 'things' }
}

/** The stripes of a tenant that have exemplars. */
export const stripesWithExemplars = (d: Dataset, tenant: number): Stripe[] =>
  everyStripeOf(d, tenant).filter(of => {
    const kind = kindOf(d, of)
    return kind !== undefined && kinds[kind].exemplars === true
  })
