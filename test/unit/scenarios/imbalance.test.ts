import { expect, test } from 'vitest'
import { imbalanceOf } from '../../../scenarios/shard-prediction/imbalance.ts'

test('what the fullest of four pods has, over the mean of all four', () => {
  const held = new Map([
    ['a', { 'ingester-0': 30, 'ingester-1': 10 }],
    ['b', { 'ingester-0': 20, 'ingester-2': 20 }],
  ])
  // 80 series and 4 times a tenant on a pod: a mean of 20, and of 1.
  expect(imbalanceOf(held, 4)).toEqual({ series: 2.5, tenants: 2 })
})

test('nothing is even', () => {
  expect(imbalanceOf(new Map(), 4)).toEqual({ series: 0, tenants: 0 })
})
