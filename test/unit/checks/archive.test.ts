import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { ArchiveEvent } from '../../../harness/mimir/signals/archive/archive-records.ts'
import { archive } from '../../judged.ts'
import { allowing, at, fault, runOf, steady, write } from './histories.ts'

const run = runOf({ signals: ['archive'] })

/** A read each 250 ms for 20 s that takes 20 ms, or as `instead` says. */
const reads = (instead: (ms: number) => Partial<ArchiveEvent> = () => ({})): HistoryEvent[] =>
  Array.from({ length: 80 }, (_, i) => 250 * i).map(ms => ({
    type: 'archive',
    chunk: (ms / 250) % 24,
    due: at(ms),
    start: at(ms),
    end: at(ms + 20),
    status: 200,
    expected: 100,
    found: 100,
    wrong: 0,
    ...instead(ms),
  }))

test('a run without an archive has no such finding; one whose archive was not read is unknown', () => {
  expect(archive(runOf(), reads())).toBe(undefined)
  expect(archive(run, [])).toEqual({
    check: 'archive',
    verdict: 'unknown',
    summary: 'no old data was read',
    evidence: [],
  })
})

test('valid', () => {
  expect(archive(run, reads())).toEqual({
    check: 'archive',
    verdict: 'valid',
    summary:
      '80 reads of old data from blocks: 0 failed or lacked samples; longest time between good answers 250 ms, 2.000 s allowed',
    evidence: [],
  })
})

test('invalid: an answer that lacks samples without saying so, though later ones have them', () => {
  const finding = archive(run, [...fault(900, 2000), ...reads(ms => (ms === 1000 ? { found: 60 } : {}))])
  expect(finding).toMatchInlineSnapshot(`
    {
      "check": "archive",
      "evidence": [
        {
          "data": {
            "failed": 1,
          },
          "from": 1893499201000,
          "kind": "errors",
          "text": "1 read without a whole answer from 12:00:01.000 to 12:00:01.020, most often "60 of 100 samples" (1); during fault kill-pod#1 on ingester-0",
          "to": 1893499201020,
        },
        {
          "data": {
            "answers": 1,
            "chunks": 1,
          },
          "from": 1893499201000,
          "kind": "missing",
          "text": "1 answer that lacked samples without saying so, of 1 chunk (4), from 12:00:01.000 to 12:00:01.020; during fault kill-pod#1 on ingester-0",
          "to": 1893499201020,
        },
      ],
      "summary": "80 reads of old data from blocks: 1 failed or lacked samples; longest time between good answers 500 ms, 2.000 s allowed",
      "verdict": "invalid",
    }
  `)
})

test('invalid: reads that fail for longer than allowed', () => {
  const failing = (ms: number) => (ms >= 5000 && ms < 12_000 ? { found: 0, status: 422, error: 'consistency' } : {})
  const finding = archive(run, [...fault(4900, 12_000), ...reads(failing)])
  expect({ verdict: finding?.verdict, kinds: finding?.evidence.map(e => e.kind) }).toEqual({
    verdict: 'invalid',
    kinds: ['window', 'errors'],
  })
})

test('unknown: what failed in the steady state', () => {
  const failing = (ms: number) => (ms === 1000 ? { found: 0, error: 'no answer within 10000 ms' } : {})
  expect(archive(run, [write(0), ...steady(4000), ...fault(5000, 6000), ...reads(failing)])?.verdict).toBe('unknown')
})

test('invalid: samples that nobody wrote', () => {
  expect(
    archive(
      run,
      reads(ms => (ms === 1000 ? { wrong: 2 } : {})),
    )?.verdict,
  ).toBe('invalid')
})

test('reads may fail where the objective says so, and no more of them; an answer that lacks samples is not among them', () => {
  const objectives = allowing(200, { steady: { archive: { errorRatio: 0.05 } } })
  const lenient = runOf({ signals: ['archive'], objectives })
  const failing = (...at: number[]) => reads(ms => (at.includes(ms) ? { error: '500 no block', found: 0 } : {}))
  expect(archive(lenient, failing(1000, 5000))).toEqual({
    check: 'archive',
    verdict: 'valid',
    summary:
      '80 reads of old data from blocks: 2 failed or lacked samples; longest time between good answers 500 ms, 2.000 s allowed',
    evidence: [],
  })
  const tooMany = archive(lenient, failing(1000, 3000, 5000, 7000, 9000))!
  expect([tooMany.verdict, tooMany.evidence.map(e => e.kind)]).toEqual(['invalid', ['errors']])
  const lacking = archive(
    lenient,
    reads(ms => (ms === 1000 ? { found: 60 } : {})),
  )!
  expect([lacking.verdict, lacking.evidence.map(e => e.kind)]).toEqual(['invalid', ['errors', 'missing']])
})
