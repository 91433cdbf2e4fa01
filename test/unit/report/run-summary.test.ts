import { expect, test } from 'vitest'
import type { Verdict } from '../../../harness/history/verdict.ts'
import * as report from '../../../harness/report/run-summary.ts'
import { signals } from '../../judged.ts'
import { sampleControl, sampleRun, sampleVerdict } from './sample-run.ts'

const { summaryText } = report
const summariesOf = (finished: readonly report.FinishedRun[]) => report.summariesOf(finished, signals)

/** The sample run with another seed, as the command line would have made it. */
const ran = (seed: number, verdict: Verdict, numbers: Record<string, number> = {}): report.FinishedRun => ({
  run: {
    ...sampleRun,
    id: `rolling-restart-${seed}`,
    seed,
    command: `npm run scenario -- run rolling-restart --seed ${seed} --load light`,
    startedAt: sampleRun.startedAt + seed,
  },
  verdict: { ...sampleVerdict, seed, verdict, findings: verdict === 'valid' ? [] : sampleVerdict.findings, numbers },
})

const first = ran(1, 'valid', {
  acked_samples: 1000,
  lost_samples: 0,
  write_operations: 40,
  write_failed: 0,
  instant_operations: 60,
  instant_failed: 0,
  write_longest_gap_ms: 110,
  steps_seconds: 12.5,
})
const second = ran(2, 'valid', {
  acked_samples: 1200,
  lost_samples: 0,
  write_operations: 50,
  write_failed: 0,
  instant_operations: 70,
  instant_failed: 0,
  write_longest_gap_ms: 1310,
  steps_seconds: 12.5,
})
const third = ran(9, 'invalid', {
  acked_samples: 800,
  lost_samples: 25,
  write_operations: 30,
  write_failed: 3,
  instant_operations: 50,
  instant_failed: 1,
  write_longest_gap_ms: 4000,
  steps_seconds: 14,
})

test('runs that differ in their seeds alone are one summary: counts are added up, times are a range', () => {
  expect(summariesOf([third, second, first])).toEqual([
    {
      command: 'npm run scenario -- run rolling-restart --load light',
      program: 'Mimir 3.0.1 (aced80d)',
      seeds: [1, 2, 9],
      asExpected: 2,
      amiss: [
        {
          cameOut: 'not as expected',
          run: 'rolling-restart-9',
          verdict: 'invalid',
          notValid: ['availability', 'isolation'],
        },
      ],
      notJudged: [],
      totals: { 'operations failed': { bad: 4, of: 300 }, 'acked samples lost': { bad: 25, of: 3000 } },
      ranges: { write_longest_gap_ms: { from: 110, to: 4000 }, steps_seconds: { from: 12.5, to: 14 } },
    },
  ])
})

test('other flags, another Mimir: another summary, the oldest first', () => {
  const other = { ...third, run: { ...third.run, versions: { mimir: '2.17.0' } } }
  const control: report.FinishedRun = {
    ...sampleControl,
    run: { ...sampleControl.run, startedAt: sampleRun.startedAt + 99 },
  }
  expect(summariesOf([control, other, first]).map(r => [r.command, r.program])).toEqual([
    ['npm run scenario -- run rolling-restart --load light', 'Mimir 3.0.1 (aced80d)'],
    ['npm run scenario -- run rolling-restart --load light', 'Mimir 2.17.0'],
    ['npm run scenario -- run rolling-restart', 'Mimir 3.0.1 (aced80d)'],
  ])
})

test('a control is right when it is red as it declares, and a run that is named twice counts once', () => {
  const [summary] = summariesOf([sampleControl, sampleControl])
  expect(summary).toMatchObject({ seeds: [7], asExpected: 1, amiss: [] })
})

test('all as expected: what that says of the next run', () => {
  expect(summaryText(summariesOf([first, second])[0]!)).toMatchInlineSnapshot(`
    "npm run scenario -- run rolling-restart --load light
      Mimir 3.0.1 (aced80d), seeds 1 to 2
      ✓ 2 of 2 runs as expected: with 95 % confidence fewer than 77.6 % would not be
      operations failed   0 of 220
      acked samples lost  0 of 2,200
      write longest gap   110 ms to 1,310 ms
      steps               12.5 s
    "
  `)
})

test('one that is not, and one that nobody judged', () => {
  const interrupted = { ...ran(3, 'unknown'), verdict: undefined }
  expect(summaryText(summariesOf([first, third, interrupted])[0]!)).toMatchInlineSnapshot(`
    "npm run scenario -- run rolling-restart --load light
      Mimir 3.0.1 (aced80d), seeds 1, 9
      ✗ 1 of 2 runs as expected
        invalid: rolling-restart-9 (availability, isolation)
      ? 1 run not judged: rolling-restart-3
      operations failed   4 of 180
      acked samples lost  25 of 1,800
      write longest gap   110 ms to 4,000 ms
      steps               12.5 s to 14 s
    "
  `)
  expect(summaryText(summariesOf([interrupted])[0]!)).toMatchInlineSnapshot(`
    "npm run scenario -- run rolling-restart --load light
      Mimir 3.0.1 (aced80d), seeds none
      ? nothing was judged
      ? 1 run not judged: rolling-restart-3
    "
  `)
})

test('a run that is not told is neither as expected nor not', () => {
  const untold = ran(4, 'unknown')
  const line = (runs: report.FinishedRun[]) => summaryText(summariesOf(runs)[0]!).split('\n')[2]
  expect(line([first, second, untold])).toBe(
    '  ✓ 2 of 2 runs as expected: with 95 % confidence fewer than 77.6 % would not be, 1 not told',
  )
  expect(line([first, third, untold])).toBe('  ✗ 1 of 2 runs as expected, 1 not told')
  expect(line([untold])).toBe('  ? 1 run not told')
})
