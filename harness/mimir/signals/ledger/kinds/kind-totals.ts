import { count } from '../../../../checks/explain.ts'
import type { RunInfo } from '../../../../history/run-info.ts'
import { type KindName, kindOf } from '../dataset.ts'
import type { SampleRange } from '../sample-ranges.ts'
import type { StripeHistory } from '../stripes.ts'
import { kinds } from './index.ts'

/** What became of the samples of one kind. */
export interface KindTotals {
  kind: KindName
  acked: number
  lost: number
}

/** Of each kind that the run writes beside floats, in the order in which it names them. */
export function kindTotals(
  { dataset }: RunInfo,
  stripes: readonly StripeHistory[],
  lost: readonly SampleRange[],
): KindTotals[] {
  const written = new Set(Object.values(dataset.kinds ?? {}).flat())
  return [...written].map(kind => {
    const own = stripes.filter(stripe => kindOf(dataset, stripe) === kind)
    return {
      kind,
      acked: own.reduce((sum, { acked, series }) => sum + series * acked.filter(end => end < Infinity).length, 0),
      lost: lost.filter(({ stripe }) => own.includes(stripe)).reduce((sum, { samples }) => sum + samples, 0),
    }
  })
}

/** `; among them 88 integer native histograms, 3 of 90 floats by remote write 2.0 lost`; nothing where there are floats alone. */
export const kindsText = (all: readonly KindTotals[]): string =>
  all.length === 0
    ? ''
    : `; among them ${all
        .map(({ kind, acked, lost }) => {
          const what = `${count(acked)} ${kinds[kind].title}`
          return lost === 0 ? what : `${count(lost)} of ${what} lost`
        })
        .join(', ')}`

/** `acked_float_v2_samples`, `lost_float_v2_samples` */
export const kindNumbers = (all: readonly KindTotals[]): Record<string, number> =>
  Object.fromEntries(
    all.flatMap(({ kind, acked, lost }) => [
      [`acked_${kind}_samples`, acked],
      [`lost_${kind}_samples`, lost],
    ]),
  )
