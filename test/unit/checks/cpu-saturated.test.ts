import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { judge } from '../../judged.ts'
import { allowing, at, failedWrite, fault, look, runOf, write } from './histories.ts'

/** Programs waited for a CPU for `ms` of each tenth of a second of the ten seconds of load. */
const starved = (ms: number): HistoryEvent[] =>
  Array.from({ length: 100 }, (_, n) => ({ type: 'cpu-pressure', from: at(100 * n), to: at(100 * (n + 1)), ms }))

/** One write a second, of which that of the fifth second failed after a fault. */
const outage = [
  ...Array.from({ length: 11 }, (_, tick) => (tick === 5 ? failedWrite(5) : write(tick))),
  ...fault(3000, 8000),
]

const run = runOf({ objectives: allowing(2000) })
const findingOf = (check: string, events: readonly HistoryEvent[]) =>
  judge(run, events).findings.find(f => f.check === check)

test('a failed write is the fault of what is under test, also on a machine that was busy most of the time', () => {
  expect(findingOf('availability', [...outage, ...starved(75)])).toMatchObject({ verdict: 'invalid' })
})

test('on a machine that had no CPU to spare all the time it says nothing about Mimir, and the finding says why', () => {
  const finding = findingOf('availability', [...outage, ...starved(97)])
  expect(finding).toMatchObject({
    verdict: 'unknown',
    summary: expect.stringMatching(
      /; programs waited for a CPU in 96 % of the time under load, so this says nothing about Mimir \(a larger machine, fewer runs side by side, or --load light\)$/,
    ),
    evidence: [expect.objectContaining({ kind: 'errors' })],
  })
})

test('what came before the load does not count', () => {
  const before = starved(97).map(e =>
    e.type === 'cpu-pressure' ? { ...e, from: e.from - 10_000, to: e.to - 10_000 } : e,
  )
  expect(findingOf('availability', [...before, ...outage])).toMatchObject({ verdict: 'invalid' })
})

test('no machine is so slow that it shows a tenant what is not its own', () => {
  const foreign = look(9000, 'labels', { values: ['tenant-a', 'tenant-b'] })
  expect(findingOf('isolation', [...outage, foreign, ...starved(100)])).toMatchObject({ verdict: 'invalid' })
})

test('nor so slow that it makes samples of old data up', () => {
  const wrong: HistoryEvent = {
    type: 'archive',
    chunk: 1,
    due: at(9000),
    start: at(9000),
    end: at(9020),
    found: 100,
    expected: 100,
    wrong: 1,
  }
  const judged = judge({ ...run, signals: ['archive'] }, [...outage, wrong, ...starved(100)])
  expect(judged.findings.find(f => f.check === 'archive')).toMatchObject({ verdict: 'invalid' })
})
