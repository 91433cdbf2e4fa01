import { rareIn } from '../../../checks/excludes.ts'
import { clock, count, counted, during } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence, Exclusion, Finding } from '../../../history/verdict.ts'
import { VM } from '../../ticks-plan.ts'
import { type Difference, differenceOf, type LostTicks, samplesIn, ticksLost } from './stored-ticks.ts'
import { type Moment, madeOf, type ReadingEvent } from './ticks-records.ts'

/** When all that was stored must have been read. */
const MOMENTS: readonly Moment[] = ['moved', 'compacted', 'restarted']

export const readingsOf = (events: readonly HistoryEvent[]): ReadingEvent[] => events.filter(e => e.type === 'reading')

/** What was stored before the move: read once the machine's server had stopped. */
export const storedBefore = (events: readonly HistoryEvent[]): ReadingEvent | undefined =>
  readingsOf(events).find(r => r.moment === 'stopped' && r.side === VM)

/** The later readings, each with its difference from what was stored before. */
export function differences(
  run: RunInfo,
  events: readonly HistoryEvent[],
): { reading: ReadingEvent; difference: Difference }[] {
  const before = storedBefore(events)
  if (!before) return []
  return readingsOf(events)
    .filter(r => MOMENTS.includes(r.moment))
    .map(reading => ({ reading, difference: differenceOf(madeOf(run), before, reading) }))
}

/**
 * Is every tick that was stored before the move there after it, once, with its value: after the move, after the first compaction, and after one more
 * restart? invalid: one is missing, at two times, of another value, not served though the files have it, or was nobody's before. unknown: it was not read at
 * one of these moments, nothing was stored, or nothing was read before.
 */
export function ticksCheck(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const before = storedBefore(events)
  const compared = differences(run, events)
  const amiss = compared.flatMap(({ reading, difference }) => evidenceOf(reading, difference, events))
  const stored = before ? samplesIn(before) : 0
  const unread = MOMENTS.filter(m => !compared.some(c => c.reading.moment === m))
  const verdict = amiss.length > 0 ? 'invalid' : stored === 0 || unread.length > 0 ? 'unknown' : 'valid'
  return {
    check: 'ticks',
    verdict,
    summary: [
      before === undefined
        ? 'what was stored before the move was not read'
        : `${count(Math.max(0, ...compared.map(c => ticksLost(c.difference))))} of ${counted(stored, 'stored tick')} lost`,
      ...compared.map(c => `${c.reading.moment}: ${count(ticksLost(c.difference))} missing`),
      ...(unread.length > 0 ? [`not read: ${unread.join(', ')}`] : []),
    ].join('; '),
    evidence: amiss,
  }
}

function evidenceOf(reading: ReadingEvent, d: Difference, events: readonly HistoryEvent[]): Evidence[] {
  const { moment, at } = reading
  const when = `read ${moment} at ${clock(at)}, ${during(events)(at, at)}`
  const lost = ({ from, to, series, ticks }: LostTicks, of: string): Evidence => ({
    kind: 'lost',
    text: `${counted(ticks, 'tick')} of ${count(series)} series ${of}, from ${stamp(from)} to ${stamp(to)}; ${when}`,
    from,
    to,
    data: { moment, series, ticks, of },
  })
  return [
    ...d.history.map(l => lost(l, 'of the history')),
    ...d.live.map(l => lost(l, 'that were scraped before the move')),
    ...d.notServed.map(
      (a): Evidence => ({
        kind: 'not served',
        text: `series ${a.series} from ${stamp(a.from)} to ${stamp(a.to)}: ${count(a.found)} of ${count(a.expected)} ticks answered, though the files have them, or with other values; ${when}`,
        data: { moment, ...a },
      }),
    ),
    ...(d.foreign.length === 0
      ? []
      : [
          {
            kind: 'foreign',
            text: `${counted(d.foreign.length, 'sample time')} before the move that the machine had not stored, the first at ${stamp(d.foreign[0]!.at)}; ${when}`,
            data: { moment, times: d.foreign.length },
          },
        ]),
    ...(d.twice.length === 0
      ? []
      : [{ kind: 'twice', text: `${counted(d.twice.length, 'tick')} at two times; ${when}`, data: { moment } }]),
    ...(d.wrong === 0
      ? []
      : [{ kind: 'wrong', text: `${counted(d.wrong, 'sample')} with another value; ${when}`, data: { moment } }]),
  ]
}

/** `2026-06-11 12:00:01.200`, since the history is months long. */
const stamp = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

/** Every tick is looked at, so one that is lost is seen; what was not scraped can not be lost. */
export const ticksExcludes = (_run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] => {
  const before = storedBefore(events)
  return before ? rareIn('stored ticks lost', samplesIn(before)) : []
}
