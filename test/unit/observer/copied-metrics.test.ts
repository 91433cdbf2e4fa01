import { expect, test } from 'vitest'
import { changes } from '../../../harness/observer/copied-metrics.ts'

test('a ring is told at its first sight and whenever the number of members in a state changes', () => {
  const series = [
    {
      labels: { state: 'ACTIVE' },
      points: [
        [1000, 3],
        [2000, 3],
        [3000, 2],
        [4000, 3],
      ] as [number, number][],
    },
    {
      labels: { state: 'Unhealthy' },
      points: [
        [1000, 0],
        [3000, 1],
        [4000, 0],
      ] as [number, number][],
    },
  ]
  expect(changes(series)).toEqual([
    { at: 1000, counts: { ACTIVE: 3 } },
    { at: 3000, counts: { ACTIVE: 2, Unhealthy: 1 } },
    { at: 4000, counts: { ACTIVE: 3 } },
  ])
})
