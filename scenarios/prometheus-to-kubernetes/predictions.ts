import type { CheckName, HistoryEvent, Judged } from '../../harness/index.ts'

/** Nothing was restarted before, and what comes after the first reading is left out: these can not tell. */
export const UNTOLD: readonly CheckName[] = ['cut-over', 'evaluations', 'coverage', 'availability']

type Reading = Extract<HistoryEvent, { type: 'reading' }>

/** What was stored on the machine when its server had stopped. */
export const before = ({ events }: Pick<Judged, 'events'>): Reading | undefined =>
  events.filter(e => e.type === 'reading').find(r => r.moment === 'stopped')

/** All ticks of the history. */
export const wholeHistory = (judged: Judged): number | undefined =>
  before(judged)?.history?.reduce((sum, h) => sum + h.samples, 0)

/** Ticks of the blocks of the history that end so long (ms) before the newest block, or earlier. */
export function olderThan(judged: Judged, ms: number): number | undefined {
  const blocks = before(judged)?.blocks
  if (!blocks) return undefined
  const newest = Math.max(...blocks.map(b => b.maxTime))
  return blocks.filter(b => newest - b.maxTime >= ms).reduce((sum, b) => sum + b.samples, 0)
}
