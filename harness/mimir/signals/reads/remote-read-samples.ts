import { decodeReadResponse, encodeReadRequest } from '../../remote-write/remote-read.ts'
import { type Dataset, metricOf, type Stripe } from '../ledger/dataset.ts'
import { valueText } from '../ledger/kinds/floats.ts'
import type { MatrixSeries } from './answer.ts'
import { observe } from './observe.ts'
import type { Question } from './probe.ts'
import type { ReadPath } from './reads-records.ts'

/** The raw samples of a stripe in `from < timestamp <= to` by remote read, which has stale markers as well. */
export function samplesByRemoteRead(
  dataset: Dataset,
  path: ReadPath,
  of: Stripe,
  window: { from: number; to: number },
): Question {
  const { tenant, stripe } = of
  return {
    path,
    tenant,
    url: '/prometheus/api/v1/read',
    binary: encodeReadRequest(window.from + 1, window.to, [
      ['__name__', metricOf(dataset, of)],
      ['stripe', String(stripe)],
    ]),
    stripe,
    window,
    read: body => observe(dataset, tenant, stripe, window, seriesIn(body)),
  }
}

/** @param body an answer, a character for each byte */
const seriesIn = (body: string): MatrixSeries[] =>
  decodeReadResponse(Buffer.from(body, 'latin1')).map(({ labels, samples }) => ({
    metric: labels,
    values: samples.map(({ timestamp, value }) => [timestamp / 1000, valueText(value)] as const),
  }))
