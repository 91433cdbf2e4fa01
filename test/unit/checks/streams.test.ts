import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { Stream } from '../../../harness/history/signal.ts'
import { judge, streams } from '../../judged.ts'
import { at } from './histories.ts'
import { FAULT, wholeHistory, wholeRun } from './whole-run.ts'

/** The stream's own events that are over later than a moment, replaced by what `instead` makes of them. */
const from = (moment: number, stream: Stream, instead: (event: HistoryEvent) => HistoryEvent[]): HistoryEvent[] =>
  wholeHistory.flatMap(event => {
    const record = stream.record(wholeRun, event)
    return record && record.to > moment ? instead(event) : [event]
  })

test('the run of these tests is valid, and every stream has a part in it', () => {
  const { verdict, findings } = judge(wholeRun, wholeHistory)
  expect(findings.filter(f => f.verdict !== 'valid')).toEqual([])
  expect(verdict).toBe('valid')
  const silent = streams.filter(
    s => s.parts(wholeRun, wholeHistory).length === 0 || !wholeHistory.some(e => s.record(wholeRun, e)),
  )
  expect(silent.map(s => s.name)).toEqual([])
})

/** Any moment before the last recovery. */
const moments = fc.integer({ min: 0, max: FAULT.to - 1 })

describe.each(streams.map(stream => [stream.name, stream] as const))(
  'a run is never valid whose %s',
  (_name, stream) => {
    test('end before the last recovery', () => {
      fc.assert(
        fc.property(moments, ms => {
          expect(
            judge(
              wholeRun,
              from(at(ms), stream, () => []),
            ).verdict,
          ).not.toBe('valid')
        }),
        { numRuns: 30 },
      )
    })

    test('fail from a moment before the last recovery on', () => {
      fc.assert(
        fc.property(moments, ms => {
          expect(
            judge(
              wholeRun,
              from(at(ms), stream, e => [stream.failed(e)]),
            ).verdict,
          ).not.toBe('valid')
        }),
        { numRuns: 30 },
      )
    })
  },
)
