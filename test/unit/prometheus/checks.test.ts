import { expect, test } from 'vitest'
import { blocksCheck } from '../../../harness/prometheus/signals/ticks/blocks-check.ts'
import { cutOverCheck } from '../../../harness/prometheus/signals/ticks/cut-over.ts'
import { evaluationsCheck } from '../../../harness/prometheus/signals/ticks/evaluations-check.ts'
import { ticksCheck } from '../../../harness/prometheus/signals/ticks/ticks-check.ts'
import { volumeCheck } from '../../../harness/prometheus/signals/ticks/volume-check.ts'
import { BEGIN, block, made, moved, reading, run, scraped } from './moved.ts'

/** The verdict, and the evidence by its kind and text. */
const told = ({ verdict, evidence }: { verdict: string; evidence: { kind: string; text: string }[] }) => [
  verdict,
  ...evidence.map(e => `${e.kind}: ${e.text}`),
]
const outside = 'outside every step and fault'

test('a move that keeps every tick is valid in every respect', () => {
  const recorded = scraped(1, 60).map(s => s.at)
  const rules = { recorded, firing: recorded, active: recorded.map((at): [number, number] => [at, BEGIN]) }
  const events = moved({ restarted: { served: rules } })
  expect([ticksCheck, blocksCheck, cutOverCheck, evaluationsCheck].map(check => check(run, events).verdict)).toEqual(
    Array(4).fill('valid'),
  )
  expect(volumeCheck.judge(run, events, [])?.verdict).toBe('valid')
  expect(ticksCheck(run, events).summary).toBe(
    '0 of 328 stored ticks lost; moved: 0 missing; compacted: 0 missing; restarted: 0 missing',
  )
})

test('ticks of the history and scraped ones that are missing are lost, each stretch once', () => {
  const [first, second] = [made.from + 60_000, made.from + 120_000]
  const holes = ['0', '1'].map(series => ({
    series,
    samples: 2,
    wrong: 0,
    holes: [[first, second, 2] as [number, number, number]],
  }))
  const live = [...scraped(1, 3), ...scraped(9, 20), ...scraped(26, 60)]
  expect(told(ticksCheck(run, moved({ compacted: { history: holes, live } })))).toEqual([
    'invalid',
    `lost: 4 ticks of 2 series of the history, from 2026-01-01 11:57:00.000 to 2026-01-01 11:58:00.000; read compacted at 12:00:50.000, ${outside}`,
    `lost: 20 ticks of 20 series that were scraped before the move, from 2026-01-01 12:00:04.000 to 2026-01-01 12:00:04.000; read compacted at 12:00:50.000, ${outside}`,
  ])
})

test('what the files have and the server does not answer is told apart', () => {
  const amiss = [{ series: '1', from: made.from, to: made.until, expected: 4, found: 3 }]
  expect(told(ticksCheck(run, moved({ moved: { served: { amiss } } })))).toEqual([
    'invalid',
    `not served: series 1 from 2026-01-01 11:56:00.000 to 2026-01-01 12:00:00.000: 3 of 4 ticks answered, though the files have them, or with other values; read moved at 12:00:28.000, ${outside}`,
  ])
})

test('samples of a time before the move that the machine had not stored are foreign', () => {
  const live = [...scraped(1, 4), ...scraped(7, 7), ...scraped(9, 20), ...scraped(26, 60)]
  expect(told(ticksCheck(run, moved({ moved: { live } })))).toEqual([
    'invalid',
    `foreign: 1 sample time before the move that the machine had not stored, the first at 2026-01-01 12:00:07.000; read moved at 12:00:28.000, ${outside}`,
  ])
})

test('a tick at two times, and a value that is not its tick, are found', () => {
  const [again] = scraped(30, 30)
  const live = [...scraped(1, 4), ...scraped(9, 20), ...scraped(26, 60), { ...again!, at: again!.at + 200 }]
  const wrong = ['0', '1'].map(series => ({ series, samples: 4, wrong: 1, holes: [] }))
  expect(told(ticksCheck(run, moved({ restarted: { live, history: wrong } }))).map(t => t.split(':')[0])).toEqual([
    'invalid',
    'twice',
    'wrong',
  ])
})

test('who has not read three times, or nothing before, knows nothing', () => {
  const events = moved()
  const without = (moment: string) => events.filter(e => e.type !== 'reading' || e.moment !== moment)
  expect([ticksCheck(run, without('restarted')).verdict, ticksCheck(run, without('stopped')).verdict]).toEqual([
    'unknown',
    'unknown',
  ])
  expect(ticksCheck(run, without('restarted')).summary).toContain('not read: restarted')
})

test('a block that is missing, different or too much is told', () => {
  const blocks = [block(0), block(1, { index: 'def', bytes: 99 }), block(3), block(9)]
  expect(told(blocksCheck(run, moved({ copied: { blocks } })))).toEqual([
    'invalid',
    'different: block block-1 of 2026-01-01T11:57:00.000Z to 2026-01-01T11:57:00.001Z differs in bytes (100, then 99), index (abc, then def)',
    'missing: block block-2 of 2026-01-01T11:58:00.000Z to 2026-01-01T11:58:00.001Z is not on the disk: 2 samples',
    'extra: block block-9 of 2026-01-01T12:05:00.000Z to 2026-01-01T12:05:00.001Z was not on the machine',
  ])
  expect(blocksCheck(run, [reading('stopped', 1)]).verdict).toBe('unknown')
})

test('the gap of the move is compared with that of a restart without one', () => {
  expect(cutOverCheck(run, moved()).summary).toBe(
    'no tick stored from 12:00:20.000 to 12:00:26.000: 6.000 s, 5 scrapes of each series, 59 ticks exposed meanwhile; 1.000 s beyond a restart without a move (5.000 s), 2.000 s allowed',
  )
  const live = [...scraped(1, 4), ...scraped(9, 20), ...scraped(29, 60)]
  expect(cutOverCheck(run, moved({ moved: { live }, compacted: { live }, restarted: { live } })).verdict).toBe(
    'invalid',
  )
  const noRestart = moved().filter(e => e.type !== 'pod')
  expect(cutOverCheck(run, noRestart).verdict).toBe('unknown')
})

test('evaluations may be missing while a server is stopped and started, and at no other time', () => {
  const recorded = [...scraped(1, 40), ...scraped(44, 60)].map(s => s.at)
  const firing = recorded
  const active = recorded.map((at, i): [number, number] => [at, i < 30 ? BEGIN : BEGIN + 31_000])
  expect(told(evaluationsCheck(run, moved({ restarted: { served: { recorded, firing, active } } })))).toEqual([
    'invalid',
    'evaluations: no evaluation from 12:00:40.000 to 12:00:44.000',
    'silent: the alert did not fire from 12:00:40.000 to 12:00:44.000',
    'anew: the alert was active since 12:00:00.000, then since 12:00:31.000: its time began anew',
  ])
  expect(evaluationsCheck(run, moved()).verdict).toBe('unknown')
})

test('an alert that has stopped firing is silent', () => {
  const recorded = scraped(1, 60).map(s => s.at)
  const active = recorded.map((at): [number, number] => [at, BEGIN])
  const firing = recorded.slice(0, 50)
  expect(told(evaluationsCheck(run, moved({ restarted: { served: { recorded, firing, active } } })))).toEqual([
    'invalid',
    'silent: the alert does not fire when it is read at 12:01:00.000',
  ])
})

test('bytes of which the TSDB knows nothing are found', () => {
  expect(told(volumeCheck.judge(run, moved({ moved: { bytes: 9_000_000 } }), [])!)).toEqual([
    'invalid',
    'bytes: moved: 9,000,000 bytes in the folder, 1,500 by the word of the TSDB',
  ])
})
