import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ARCHIVE, archivedValue, SAMPLES, timesOf } from '../../../../harness/mimir/signals/archive/archived.ts'
import { compare } from '../../../../harness/mimir/signals/archive/compare-chunk.ts'

const NOW = Date.UTC(2030, 0, 1, 12, 34)
const CHUNK = 7

type Sample = [seconds: number, value: string]

/** The answer that a correct Mimir gives for a chunk, as a list of series. */
const whole = (): { metric: Record<string, string>; values: Sample[] }[] =>
  Array.from({ length: ARCHIVE.series }, (_, series) => ({
    metric: { __name__: ARCHIVE.metric, series: String(series), tenant: ARCHIVE.tenant },
    values: timesOf(CHUNK, NOW).map(
      (ms, tick): Sample => [ms / 1000, String(archivedValue(ARCHIVE.tenant, series, CHUNK, tick))],
    ),
  }))

const body = (result: unknown) => JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } })

test('a whole chunk', () => {
  expect(compare(body(whole()), ARCHIVE.tenant, CHUNK, NOW)).toEqual({ found: SAMPLES, wrong: 0 })
})

test('nothing, and what is no answer', () => {
  expect(compare(body([]), ARCHIVE.tenant, CHUNK, NOW)).toEqual({ found: 0, wrong: 0 })
  expect(compare('{"status":"error","error":"boom"}', ARCHIVE.tenant, CHUNK, NOW)).toEqual({
    found: 0,
    wrong: 0,
    error: 'unreadable answer: expected status success, got "error" "boom"',
  })
})

test('any sample that is dropped, changed, shifted or given twice is noticed', () => {
  const index = { series: fc.nat(ARCHIVE.series - 1), tick: fc.nat(ARCHIVE.ticks - 1) }
  const kinds = {
    drop: { found: SAMPLES - 1, wrong: 0 },
    change: { found: SAMPLES - 1, wrong: 1 },
    shift: { found: SAMPLES - 1, wrong: 1 },
    double: { found: SAMPLES, wrong: 1 },
  }
  fc.assert(
    fc.property(fc.constantFrom('drop', 'change', 'shift', 'double'), fc.record(index), (kind, { series, tick }) => {
      const answer = whole()
      const { values } = answer[series]!
      const [seconds, value] = values[tick]!
      const instead: Record<string, Sample[]> = {
        drop: [],
        change: [[seconds, String(Number(value) + 1)]],
        shift: [[seconds + 1, value]],
        double: [
          [seconds, value],
          [seconds, value],
        ],
      }
      values.splice(tick, 1, ...instead[kind]!)
      expect(compare(body(answer), ARCHIVE.tenant, CHUNK, NOW)).toEqual(kinds[kind])
    }),
  )
})

test('chunks lie so far back that ingesters are not asked, and each in a compaction range of its own', () => {
  const ranges = Array.from({ length: ARCHIVE.chunks }, (_, chunk) =>
    timesOf(chunk, NOW).map(t => Math.floor(t / 720_000)),
  )
  expect(ranges.every(times => new Set(times).size === 1)).toBe(true)
  expect(new Set(ranges.map(([range]) => range)).size).toBe(ARCHIVE.chunks)
  expect(NOW - Math.max(...timesOf(ARCHIVE.chunks - 1, NOW))).toBeGreaterThan(600_000)
})

test("another tenant's chunk is foreign, sample by sample", () => {
  const { tenant } = ARCHIVE.other
  expect(compare(body(whole()), tenant, CHUNK, NOW)).toEqual({ found: 0, wrong: SAMPLES, foreign: SAMPLES })
})
