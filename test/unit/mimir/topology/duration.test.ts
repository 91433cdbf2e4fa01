import { expect, test } from 'vitest'
import { milliseconds } from '../../../../harness/mimir/topology/duration.ts'
import { UsageError } from '../../../../harness/util/errors.ts'

test('durations as Mimir writes them', () => {
  const texts = ['0', '0s', '250ms', '90s', '1m30s', '13h0m0s', '1.5h', '2d', '1w', 0]
  expect(texts.map(milliseconds)).toEqual([
    0, 0, 250, 90_000, 90_000, 46_800_000, 5_400_000, 172_800_000, 604_800_000, 0,
  ])
})

test.each(['', '5', '5 s', 'soon', '-1s', '1s!'])('%j is no duration', text => {
  expect(() => milliseconds(text)).toThrow(
    new UsageError(`"${text}" is not a duration`, 'write it as Mimir does, for example 90s, 1m30s or 13h'),
  )
})
