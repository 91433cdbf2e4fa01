import { expect, test } from 'vitest'
import { readFloodSummary } from '../../../../harness/mimir/signals/flood/flood-summary.ts'

const counter = (count: number) => ({ type: 'counter', contains: 'default', values: { count, rate: 0 } })

test('requests by what became of them; what never counted is left out by k6', () => {
  const json = JSON.stringify({
    metrics: { taken: counter(20), limited: counter(130), dropped_iterations: counter(3), http_reqs: counter(150) },
  })
  expect(readFloodSummary(json)).toEqual({ taken: 20, limited: 130, failed: 0, unreached: 0, dropped: 3 })
})

test('what is no summary is refused', () => {
  expect(() => readFloodSummary('')).toThrow(SyntaxError)
  expect(() => readFloodSummary('{}')).toThrow()
})
