import { expect, test } from 'vitest'
import { forgot, type Memory, remembers } from '../../../harness/mimir/memory-proof.ts'

const START = Date.UTC(2026, 0, 1, 12) / 1000
const replayed: Memory = { pod: 'ingester-zone-a-0', before: 3000, series: 3015, started: START, oldest: START - 20 }
const refilled: Memory = { ...replayed, oldest: START + 2 }

test('samples that are older than the process prove that its log was replayed', () => {
  expect(remembers(replayed)).toBe(
    'ingester-zone-a-0, started at 12:00:00.000, has samples from 11:59:40.000 on, 3015 series in memory',
  )
})

test('as many series as before prove nothing where all samples are newer: clients have filled them again', () => {
  expect(() => remembers(refilled)).toThrow(
    'the log was not replayed: ingester-zone-a-0, started at 12:00:00.000, has samples from 12:00:02.000 on, 3015 series in memory, and had 3000 series before',
  )
})

test('no series at all prove no replay', () => {
  expect(() => remembers({ ...replayed, series: 0, oldest: 0 })).toThrow(
    'the log was not replayed: ingester-zone-a-0, started at 12:00:00.000, has no sample, 0 series in memory, and had 3000 series before',
  )
})

test('who had nothing has nothing to remember', () => {
  expect(remembers({ ...refilled, before: 0 })).toBe('ingester-zone-a-0 had no series before its start')
})

test('a deleted volume is looked at: older samples contradict it', () => {
  expect(forgot(refilled)).toBe(
    'it came back empty: ingester-zone-a-0, started at 12:00:00.000, has samples from 12:00:02.000 on, 3015 series in memory',
  )
  expect(() => forgot(replayed)).toThrow(
    'it did not come back empty: ingester-zone-a-0, started at 12:00:00.000, has samples from 11:59:40.000 on, 3015 series in memory',
  )
})
