import { expect, test } from 'vitest'
import type { HistoryEvent, Ticks } from '../../../harness/history/events.ts'
import type { Answer } from '../../../harness/load/http-client.ts'
import { Ledger } from '../../../harness/mimir/signals/ledger/ledger.ts'
import { FakeClock } from './fake-clock.ts'

/** Two stripes: their ticks are at 0 and 500 ms past every second from 10 s on. */
const dataset = { tenants: ['ann'], series: 4, stripes: 2, interval: 1000, epoch: 10_000 }

/** A ledger whose pushes take as long and end as told. */
function ledgerWith(answer: (stripe: number, ticks: Ticks) => { ms: number } & Partial<Answer>) {
  const clock = new FakeClock(9_000)
  const events: HistoryEvent[] = []
  const ledger = new Ledger({
    dataset,
    gateway: 'http://127.0.0.1:1',
    recorder: { record: event => events.push(event) },
    clock,
    async push(_, stripe, ticks) {
      const start = clock.now()
      const { ms, ...rest } = answer(stripe, ticks)
      await clock.sleep(ms)
      return { start, end: clock.now(), body: '', ...rest }
    },
  })
  return { clock, events, ledger }
}

const brief = (events: HistoryEvent[]) =>
  events.map(e =>
    e.type === 'write'
      ? `stripe ${e.stripe} ${e.ticks.join('-')} due ${e.due}: ${e.start}-${e.end} ${e.outcome}`
      : e.type,
  )

test('every stripe is written when it is due, and what was in flight at the end is recorded', async () => {
  const { clock, events, ledger } = ledgerWith(() => ({ ms: 20, status: 200 }))
  ledger.start()
  await clock.pass(2510)
  const stopped = ledger.stop()
  await clock.pass(5000)
  await stopped
  expect(brief(events)).toEqual([
    'stripe 0 0-0 due 10000: 10000-10020 acked',
    'stripe 1 0-0 due 10500: 10500-10520 acked',
    'stripe 0 1-1 due 11000: 11000-11020 acked',
    'stripe 1 1-1 due 11500: 11500-11520 acked',
  ])
  expect(events[0]).toEqual({
    type: 'write',
    tenant: 0,
    stripe: 0,
    ticks: [0, 0],
    due: 10_000,
    start: 10_000,
    end: 10_020,
    outcome: 'acked',
    status: 200,
    error: undefined,
  })
})

test('a stall of one stripe is neither hidden nor multiplied, and holds up no other', async () => {
  const { clock, events, ledger } = ledgerWith((stripe, [first]) =>
    stripe === 0 && first === 0 ? { ms: 3700, error: 'no answer within 3700 ms' } : { ms: 10, status: 200 },
  )
  ledger.start()
  await clock.pass(5200)
  const stopped = ledger.stop()
  await clock.pass(0)
  await stopped
  expect(brief(events).filter(text => text.startsWith('stripe 0'))).toEqual([
    'stripe 0 0-0 due 10000: 10000-13700 unknown',
    'stripe 0 1-3 due 11000: 13700-13710 acked',
    'stripe 0 4-4 due 14000: 14000-14010 acked',
  ])
  expect(brief(events).filter(text => text.startsWith('stripe 1'))).toEqual([
    'stripe 1 0-0 due 10500: 10500-10510 acked',
    'stripe 1 1-1 due 11500: 11500-11510 acked',
    'stripe 1 2-2 due 12500: 12500-12510 acked',
    'stripe 1 3-3 due 13500: 13500-13510 acked',
  ])
})

test('an unknown outcome is left at that', async () => {
  const { clock, events, ledger } = ledgerWith(() => ({
    ms: 10,
    status: 503,
    body: 'no ingesters\n',
  }))
  ledger.start()
  await clock.pass(1400)
  const stopped = ledger.stop()
  await clock.pass(0)
  await stopped
  expect(events.map(e => e.type === 'write' && [e.ticks, e.outcome, e.status, e.error])).toEqual([
    [[0, 0], 'unknown', 503, 'no ingesters'],
  ])
})

test.each([
  ['as long as it is told to', 400, 10_010 + 400],
  ['a second at most', 60_000, 10_010 + 1000],
])('a stripe that was limited waits, %s', async (_, retryAfter, next) => {
  const { clock, events, ledger } = ledgerWith((stripe, [first]) =>
    stripe === 0 && first === 0 ? { ms: 10, status: 429, retryAfter } : { ms: 10, status: 200 },
  )
  ledger.start()
  await clock.pass(2400)
  const stopped = ledger.stop()
  await clock.pass(0)
  await stopped
  const second = Math.max(next, 11_000)
  expect(brief(events)).toEqual([
    'stripe 0 0-0 due 10000: 10000-10010 limited',
    'stripe 1 0-0 due 10500: 10500-10510 acked',
    `stripe 0 1-1 due 11000: ${second}-${second + 10} acked`,
  ])
})
