import { expect, test } from 'vitest'
import type { Judged } from '../../../harness/index.ts'
import { recordedAsPredicted } from '../../../scenarios/shard-grow/lagging-ruler.ts'

const recorded = (values: number[]): Judged =>
  ({
    events: [
      {
        type: 'fact',
        at: 0,
        fact: 'values recorded by rulers that lag',
        value: { tenant: 'tenant-a', series: 600, values, predicted: [351, 355, 360] },
      },
    ],
  }) as unknown as Judged

const many = (value: number) => Array.from({ length: 30 }, () => value)

test('each value is what the ring gives for a pair of zones', () => {
  expect(recordedAsPredicted(recorded([...many(351), 360]))).toBeUndefined()
})

test('another value, a whole one, or too few contradict it', () => {
  expect(recordedAsPredicted(recorded([...many(351), 352]))).toBe(
    '352 of 600 series of tenant-a recorded, 351 or 355 or 360 predicted',
  )
  expect(recordedAsPredicted(recorded(many(600)))).toBe(
    '600 of 600 series of tenant-a recorded, 351 or 355 or 360 predicted',
  )
  expect(recordedAsPredicted(recorded([351]))).toBe('1 values were recorded, at least 30 wanted')
})
