import { expect, test } from 'vitest'
import type { Assertion } from '../../../harness/history/assertion.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { type AssertedRun, askAssertions } from '../../../harness/observer/ask-assertions.ts'
import type { Sample } from '../../../harness/observer/observer.ts'

const seconds = (...s: number[]) => s.map(x => x * 1000)
const run: AssertedRun = { startedAt: 0, loadBegin: 10_000, loadEnd: 30_000, now: 40_000, lives: [] }

const never: Assertion = {
  id: 'nothing-fails',
  asserts: 'nothing fails',
  expr: 'growth[$window]',
  bound: { most: 0 },
  pods: '{component="store"}',
  paths: [],
}
const least: Assertion = {
  ...never,
  id: 'all-received',
  expr: 'total[$run:1s]',
  bound: { least: 'items', times: 1, by: 'owner' },
}

/** An observer that answers by expression; asked anything else it fails. */
function answering(
  ranges: Record<string, [labels: Record<string, string>, points: [number, number][]][]>,
  now: Record<string, Sample[]> = {},
) {
  const asked: string[] = []
  return {
    asked,
    async query(expr: string, at?: number) {
      asked.push(`${expr} at ${at}`)
      const answer = now[expr]
      if (!answer) throw new Error(`refused ${expr}`)
      return answer
    },
    async queryRange(expr: string, from: number, to: number, step: number) {
      asked.push(`${expr} from ${from} to ${to} each ${step}`)
      return (ranges[expr] ?? []).map(([labels, points]) => ({ labels, points }))
    },
  }
}

async function recordedOf(assertion: Assertion, observer: ReturnType<typeof answering>, of = run) {
  const events: HistoryEvent[] = []
  await askAssertions([assertion], observer, { record: event => events.push(event) }, of)
  return events
}

test('a constant bound is asked at each second of the load, and what is beyond it is recorded', async () => {
  const [a, b] = [{ job: 'a' }, { job: 'b' }]
  const observer = answering({
    'growth[2s]': [
      [
        a,
        [
          [15_000, 0],
          [16_000, 2],
          [17_000, 0],
        ],
      ],
      [b, [[16_000, 0]]],
    ],
  })
  expect(await recordedOf(never, observer)).toEqual([
    {
      type: 'assertion',
      assertion: 'nothing-fails',
      at: 40_000,
      expr: 'growth[2s]',
      from: 12_000,
      to: 30_000,
      step: 1000,
      window: 2000,
      series: 2,
      moments: 3,
      beyond: [{ labels: a, points: [[16_000, 2]] }],
      values: [],
      unseen: [],
    },
  ])
  expect(observer.asked).toEqual(['growth[2s] from 12000 to 30000 each 1000'])
})

test('a bound that clients know is asked once, with the times in which pods that ended counted unseen', async () => {
  const up = (pod: string, ...at: number[]) =>
    [{ pod }, at.map((s): [number, number] => [s, s / 1000])] as [Record<string, string>, [number, number][]]
  const observer = answering(
    {
      'timestamp(up) and (up == 1)': [
        up('store-0', ...seconds(11, 12, 13, 20, 31)),
        up('store-1', ...seconds(11, 29)),
        up('other', ...seconds(12)),
      ],
      'up{component="store"}': [up('store-0', 11_000), up('store-1', 11_000)],
    },
    { 'total[40s:1s]': [{ labels: { owner: 'a' }, at: 40_000, value: 7 }] },
  )
  const lives = [
    { pod: 'store-0', from: 9000, to: 14_200 },
    { pod: 'other', from: 9000, to: 15_000 },
    { pod: 'never-scraped', from: 16_000, to: 16_500 },
  ]
  expect(await recordedOf(least, observer, { ...run, lives })).toEqual([
    {
      type: 'assertion',
      assertion: 'all-received',
      at: 40_000,
      expr: 'total[40s:1s]',
      from: 0,
      to: 40_000,
      series: 1,
      moments: 1,
      beyond: [],
      values: [{ labels: { owner: 'a' }, value: 7 }],
      unseen: [
        { pod: 'store-0', from: 13_000, to: 14_200 },
        { pod: 'never-scraped', from: 16_000, to: 16_500 },
        // It lives, and no scrape since the load has seen it.
        { pod: 'store-1', from: 29_000, to: 30_000 },
      ],
    },
  ])
})

test('it is asked at a whole second, as sums are, and a scrape after it has seen nothing of them', async () => {
  const up = (...at: number[]): [Record<string, string>, [number, number][]] => [
    { pod: 'store-0' },
    at.map(ms => [Math.ceil(ms / 1000) * 1000, ms / 1000]),
  ]
  const observer = answering(
    { 'timestamp(up) and (up == 1)': [up(29_300)], 'up{component="store"}': [up(29_300)] },
    { 'total[31s:1s]': [{ labels: { owner: 'a' }, at: 30_000, value: 7 }] },
  )
  const [answer] = await recordedOf(least, observer, { ...run, startedAt: -400, loadEnd: 29_500, now: 30_700 })
  expect(answer).toMatchObject({ at: 30_000, unseen: [{ pod: 'store-0', from: 29_300, to: 29_500 }] })
  expect(observer.asked).toEqual([
    'total[31s:1s] at 30000',
    'timestamp(up) and (up == 1) from -1000 to 30000 each 1000',
    'up{component="store"} from -1000 to 30000 each 1000',
  ])
})

test('what Prometheus refuses is recorded with its reason', async () => {
  expect(await recordedOf(least, answering({}))).toMatchObject([
    { assertion: 'all-received', series: 0, moments: 0, error: 'refused total[40s:1s]' },
  ])
})
