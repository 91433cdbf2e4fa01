import { expect, test } from 'vitest'
import { forgot, type Memory, remembers } from '../../../harness/mimir/memory-proof.ts'

const START = Date.UTC(2026, 0, 1, 12) / 1000
const a = { tenant: 'tenant-a', before: 2000, series: 2010, oldest: START - 20 }
const b = { tenant: 'tenant-b', before: 1000, series: 1005, oldest: START - 10 }
const replayed: Memory = { pod: 'ingester-zone-a-0', started: START, corruptions: 0, tenants: [a, b] }
const withA = (changes: Partial<typeof a>): Memory => ({ ...replayed, tenants: [{ ...a, ...changes }, b] })

test('samples of each tenant that are older than the process prove that its log was replayed', () => {
  expect(remembers(replayed)).toBe(
    'ingester-zone-a-0, started at 12:00:00.000, has of each of 2 tenants samples from 11:59:50.000 or before on, and 3015 series, 3000 before',
  )
})

test('as many series as before prove nothing where all samples are newer: clients have filled them again', () => {
  expect(() => remembers(withA({ oldest: START + 2 }))).toThrow(
    'the log was not replayed of 1 of 2 tenants: ingester-zone-a-0, started at 12:00:00.000, has of tenant-a: samples from 12:00:02.000 on, 2010 series, 2000 before',
  )
})

test('older samples prove nothing where series are missing: a part of the log is gone', () => {
  expect(() => remembers(withA({ series: 1999 }))).toThrow(
    'the log was not replayed of 1 of 2 tenants: ingester-zone-a-0, started at 12:00:00.000, has of tenant-a: samples from 11:59:40.000 on, 1999 series, 2000 before',
  )
})

test('no series at all prove no replay', () => {
  expect(() => remembers(withA({ series: 0, oldest: 0 }))).toThrow('has of tenant-a: no sample, 0 series, 2000 before')
})

test('one torn log of each tenant is what a kill leaves; more is no proof', () => {
  expect(remembers({ ...replayed, corruptions: 1 })).toBe(
    'ingester-zone-a-0, started at 12:00:00.000, has of each of 2 tenants samples from 11:59:50.000 or before on, and 3015 series, 3000 before, with 1 of its logs torn at a place',
  )
  expect(() => remembers({ ...replayed, corruptions: 3 })).toThrow(
    'the log could not be read whole: ingester-zone-a-0, started at 12:00:00.000, met 3 corruptions in 2 logs',
  )
})

test('who had nothing has nothing to remember', () => {
  expect(remembers({ ...replayed, tenants: [{ ...a, before: 0, oldest: START + 2 }] })).toBe(
    'ingester-zone-a-0 had no series before its start',
  )
})

test('a deleted volume is looked at, of each tenant: older samples contradict it', () => {
  const refilled = [a, b].map(t => ({ ...t, oldest: START + 2 }))
  expect(forgot({ ...replayed, tenants: refilled })).toBe(
    'it came back empty: ingester-zone-a-0, started at 12:00:00.000, has no older sample of 2 tenants, and 3015 series',
  )
  expect(() => forgot({ ...replayed, tenants: [a, { ...b, oldest: START + 2 }] })).toThrow(
    'it did not come back empty: ingester-zone-a-0, started at 12:00:00.000, has of tenant-a: samples from 11:59:40.000 on, 2010 series, 2000 before',
  )
})
