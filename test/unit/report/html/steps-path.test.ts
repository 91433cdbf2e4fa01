import { expect, test } from 'vitest'
import { stepArea, stepLine } from '../../../../harness/report/html/steps-path.ts'

test('an area under steps; equal neighbours are one step', () => {
  expect(stepArea([0, 5, 5, 5, 2, 0], 10)).toBe('M0 10H1V5H4V8H5V10H6V10Z')
  expect(stepArea([1 / 3], 10)).toBe('M0 10H0V9.67H1V10Z')
})

test('negative heights go down', () => {
  expect(stepArea([0, -3], 10)).toBe('M0 10H1V13H2V10Z')
})

test('nothing is no path at all', () => {
  expect([stepArea([], 10), stepArea([0, 0], 10), stepLine([]), stepLine([undefined])]).toEqual(['', '', '', ''])
})

test('a line has a gap where there is no value', () => {
  expect(stepLine([undefined, 4, 4, 6, undefined, undefined, 6])).toBe('M1 4H3V6H4M6 6H7')
})
