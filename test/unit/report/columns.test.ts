import { expect, test } from 'vitest'
import { columns } from '../../../harness/report/columns.ts'

test('columns are as wide as their widest cell, and no line ends in blanks', () => {
  expect(
    columns([
      ['fault', 'verdict', 'lost'],
      ['kill-pod@2', 'valid', '0'],
      ['kill-zones@3.1', 'unknown', ''],
    ]),
  ).toEqual([
    'fault           verdict  lost', //
    'kill-pod@2      valid    0',
    'kill-zones@3.1  unknown',
  ])
})

test('nothing is no line', () => {
  expect(columns([])).toEqual([])
})
