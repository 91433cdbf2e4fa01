import type { Ticks } from '../../../../history/events.ts'
import type { Exemplar, Metadata } from '../../../remote-write/annotations.ts'
import { type AnySeries, encodeRequest1, encodeRequest2 } from '../../../remote-write/encode-any.ts'
import { type Dataset, type KindName, labelsOf, type Stripe, seriesOfStripe, timeOf } from '../dataset.ts'
import { exemplarOf, metadataOf } from './annotations-of.ts'
import { kinds } from './index.ts'
import { generationOf } from './kind-schedule.ts'

/** The request with the samples of a stripe of such a kind for these ticks, and the version of remote write that it is of. */
export function requestOf(
  d: Dataset,
  of: Stripe,
  kind: KindName,
  ticks: Ticks,
): { request: Uint8Array; version: 1 | 2 } {
  const { protocol, encode, exemplars } = kinds[kind]
  const series = seriesOfStripe(d, of)[0]!
  const metadata = metadataOf(d, of)!
  const all: {
    generation: number | undefined
    labels: AnySeries['labels']
    floats: Uint8Array[]
    histograms: Uint8Array[]
    exemplars: Exemplar[]
    metadata: Metadata
  }[] = []
  for (let tick = ticks[0]; tick <= ticks[1]; tick++) {
    const generation = generationOf(kind, tick)
    if (all.length === 0 || all.at(-1)!.generation !== generation)
      all.push({
        generation,
        labels: labelsOf(d, of.tenant, series, tick),
        floats: [],
        histograms: [],
        exemplars: [],
        metadata,
      })
    const id = { tenant: of.tenant, series, tick }
    const sample = encode(id, timeOf(d, of, tick))
    if (exemplars) all.at(-1)!.exemplars.push(exemplarOf(d, id))
    if ('float' in sample) all.at(-1)!.floats.push(sample.float)
    else all.at(-1)!.histograms.push(sample.histogram)
  }
  return { request: protocol === 1 ? encodeRequest1(all) : encodeRequest2(all), version: protocol }
}
