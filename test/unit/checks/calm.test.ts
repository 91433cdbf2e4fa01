import { expect, test } from 'vitest'
import type { HistoryEvent, PodEvent } from '../../../harness/history/events.ts'
import { calmOf } from '../../../harness/mimir/signals/calm.ts'
import { at, fault, runOf } from './histories.ts'

const pod = (ms: number, phase: PodEvent['phase'], component = 'ingester', name = `${component}-0`): HistoryEvent => ({
  type: 'pod',
  ...{ pod: name, component, phase, at: at(ms) },
})
const ring = (ms: number, states: Record<string, number>): HistoryEvent => ({
  type: 'ring',
  ...{ ring: 'ingester', at: at(ms), states },
})

/** The seconds from 0 to 40 that are calm, as ranges. */
function calmIn(...events: HistoryEvent[]): string {
  const isCalm = calmOf(runOf(), [pod(-9000, 'ready'), ...events])
  const seconds = Array.from({ length: 41 }, (_, s) => isCalm(at(1000 * s), at(1000 * s)))
  const ranges = seconds.flatMap((calm, s) => (calm && !seconds[s - 1] ? [[s, seconds.indexOf(false, s)]] : []))
  return ranges.map(([from, to]) => `${from} to ${to === -1 ? 40 : to! - 1}`).join(', ')
}

test.each<[what: string, calm: string, ...events: HistoryEvent[]]>([
  ['nothing happens', '0 to 40'],
  [
    'what started is ready when the load begins',
    '0 to 40',
    pod(-3000, 'starting', 'ingester', 'late'),
    pod(-1, 'ready', 'ingester', 'late'),
  ],
  ['an ingester is restarted', '0 to 9, 18 to 40', pod(10_000, 'killed'), pod(12_500, 'ready')],
  ['one stays away', '0 to 9, 26 to 40', pod(10_000, 'stopping'), pod(10_900, 'exited')],
  [
    'one joins',
    '0 to 9, 19 to 40',
    pod(10_000, 'starting', 'ingester', 'new'),
    pod(13_500, 'ready', 'ingester', 'new'),
  ],
  ['a querier goes', '0 to 40', pod(10_000, 'killed', 'querier')],
  ['a distributor goes', '0 to 7, 11 to 40', pod(10_000, 'stopping', 'distributor')],
  ['a fault', '0 to 9, 18 to 40', ...fault(10_000, 12_500)],
  [
    'the ring has one that leaves',
    '0 to 7, 17 to 40',
    ring(10_000, { ACTIVE: 2, LEAVING: 1 }),
    ring(11_000, { ACTIVE: 3 }),
  ],
  ['overrides', '0 to 9, 26 to 40', { type: 'apply', at: at(10_000), changes: ['set a limit'], unchanged: false }],
  ['an apply that changes nothing', '0 to 40', { type: 'apply', at: at(10_000), changes: [], unchanged: true }],
])('calm, while %s: %s', (_, calm, ...events) => {
  expect(calmIn(...events)).toBe(calm)
})

test('a time is calm if all of it is', () => {
  const isCalm = calmOf(runOf(), [pod(-9000, 'ready'), pod(10_000, 'killed'), pod(12_500, 'ready')])
  expect(isCalm(at(9000), at(30_000))).toBe(false)
})
