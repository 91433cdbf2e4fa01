import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Comparison } from '../../../../harness/mimir/signals/reference-prometheus/compare-samples.ts'
import { type Samples, samplesIn } from '../../../../harness/mimir/signals/reference-prometheus/samples.ts'

const none = { samples: 0, first: [] }
const up = 'up{pod="a"}'

const compared = (...chunks: [expected: Samples, got: Samples][]) => {
  const comparison = new Comparison()
  for (const [expected, got] of chunks) comparison.add(expected, got)
  return comparison.result()
}
const one = (...samples: [number, string][]): Samples => new Map([[up, new Map(samples)]])

test('the samples of an answer, within the window alone, labels in one order', () => {
  const answer = [
    {
      metric: { __name__: 'up', pod: 'a', job: 'mimir/a' },
      values: [
        [0.999, '1'],
        [1.001, '0'],
        [2, '1'],
        [2.001, '1'],
      ] as const,
    },
  ]
  expect(samplesIn(answer, { from: 999, to: 2000 })).toEqual(
    new Map([
      [
        'up{job="mimir/a", pod="a"}',
        new Map([
          [1001, '0'],
          [2000, '1'],
        ]),
      ],
    ]),
  )
})

test('the same samples, chunk by chunk; NaN is NaN', () => {
  expect(compared([one([1, '1'], [2, 'NaN']), one([1, '1'], [2, 'NaN'])], [one([3, '1']), one([3, '1'])])).toEqual({
    samples: 3,
    series: 1,
    missing: none,
    different: none,
    extra: none,
  })
})

test('each kind of oddity is named, and of many the first ten', () => {
  const odd = compared([one([1, '1'], [2, '2'], [3, '3']), one([2, '2'], [3, '4'], [5, '5'])])
  expect(odd).toEqual({
    samples: 3,
    series: 1,
    missing: { samples: 1, first: [{ labels: up, timestamp: 1, expected: '1' }] },
    different: { samples: 1, first: [{ labels: up, timestamp: 3, expected: '3', got: '4' }] },
    extra: { samples: 1, first: [{ labels: up, timestamp: 5, got: '5' }] },
  })
  const many = compared([one(...Array.from({ length: 25 }, (_, i): [number, string] => [i, '1'])), new Map()])
  expect([many.missing.samples, many.missing.first.length]).toEqual([25, 10])
})

const series = fc.constantFrom('up{pod="a"}', 'up{pod="b"}', 'scrape_duration_seconds{pod="a"}')
const sample = fc.tuple(series, fc.nat(1000), fc.double().map(String))
const samplesOf = (all: readonly [string, number, string][]): Samples => {
  const map = new Map<string, Map<number, string>>()
  for (const [labels, at, value] of all) map.set(labels, (map.get(labels) ?? new Map()).set(at, value))
  return map
}

test('any single sample that is dropped, changed or added is found', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1 }), fc.nat(), (all, pick) => {
      const whole = samplesOf(all)
      const [labels, timestamp] = all[pick % all.length]!
      const value = whole.get(labels)!.get(timestamp)!
      const without = samplesOf(all.filter(([l, t]) => l !== labels || t !== timestamp))
      const changed = samplesOf([...all, [labels, timestamp, `${value}1`]])
      const result = (expected: Samples, got: Samples) => {
        const { missing, different, extra } = compared([expected, got])
        return { missing, different, extra }
      }
      expect(result(whole, whole)).toEqual({ missing: none, different: none, extra: none })
      expect(result(whole, without)).toEqual({
        missing: { samples: 1, first: [{ labels, timestamp, expected: value }] },
        different: none,
        extra: none,
      })
      expect(result(whole, changed)).toEqual({
        missing: none,
        different: { samples: 1, first: [{ labels, timestamp, expected: value, got: `${value}1` }] },
        extra: none,
      })
      expect(result(without, whole)).toEqual({
        missing: none,
        different: none,
        extra: { samples: 1, first: [{ labels, timestamp, got: value }] },
      })
    }),
  )
})
