import { count } from '../../../../checks/explain.ts'
import type { RunInfo } from '../../../../history/run-info.ts'
import { type KindName, kindOf } from '../dataset.ts'
import type { SampleRange } from '../sample-ranges.ts'
import type { StripeHistory } from '../stripes.ts'
import { kinds } from './index.ts'
import { LATE, lateBy } from './kind-schedule.ts'
import type { Refusals } from './refusals.ts'

/** What became of the samples of one kind. */
export interface KindTotals {
  kind: KindName
  acked: number
  lost: number
  /** Acked ones by how late they were at least (ms), where some come late. */
  late?: Map<number, number>
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
      ...(kind === 'late' && { late: byLateness(own) }),
    }
  })
}

function byLateness(stripes: readonly StripeHistory[]): Map<number, number> {
  const late = new Map<number, number>(LATE.slice(1).map(ms => [ms, 0]))
  for (const { acked, series } of stripes)
    for (const [tick, end] of acked.entries()) {
      const by = lateBy('late', tick)
      if (end < Infinity && by > 0) late.set(by, late.get(by)! + series)
    }
  return late
}

/** `; among them 88 integer native histograms, 3 of 90 floats by remote write 2.0 lost`; nothing where there are floats alone. */
export const kindsText = (all: readonly KindTotals[]): string =>
  all.length === 0
    ? ''
    : `; among them ${all
        .map(({ kind, acked, lost, late }) => {
          const what = `${count(acked)} ${kinds[kind].title}${late ? ` (${latenessText(late)})` : ''}`
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

const seconds = (ms: number): string => count(ms / 1000)

/** `11 by 5 s, 4 by 70 s` */
const latenessText = (late: ReadonlyMap<number, number>): string =>
  [...late].map(([ms, n]) => `${count(n)} by ${seconds(ms)} s`).join(', ')

/** `; 24 refused that came too late (12 by 5 s, 6 by 70 s, 6 by 150 s)`; nothing where nothing came too late. */
export function refusalsText({ refused }: Refusals): string {
  const all = [...refused.values()].reduce((sum, n) => sum + n, 0)
  const ascending = new Map([...refused].sort(([a], [b]) => a - b))
  return all === 0 ? '' : `; ${count(all)} refused that came too late (${latenessText(ascending)})`
}

/** `acked_late_5_s_samples`, `refused_late_5_s_samples` */
export const lateNumbers = (
  all: readonly KindTotals[],
  { refused, demanded, wrong }: Refusals,
): Record<string, number> =>
  Object.fromEntries([
    ...all.flatMap(({ late }) => [...(late ?? [])].map(([ms, n]) => [`acked_late_${ms / 1000}_s_samples`, n])),
    ...[...refused].map(([ms, n]) => [`refused_late_${ms / 1000}_s_samples`, n]),
    ...(demanded > 0
      ? [
          ['demanded_refusals', demanded],
          ['wrong_refusals', wrong.length],
        ]
      : []),
  ])
