import { expect, test } from 'vitest'
import { notCoveredBy, signalsOfRun } from '../../../harness/load/signals.ts'
import { archive, k6, mimir } from '../../../harness/mimir/index.ts'

const always = ['ledger', 'redundancy', 'instant', 'range', 'labels', 'cross-tenant', 'rules', 'rules-api']
const all = { 'k6-rate': 5, 'read-store': true }

const names = (...args: Parameters<typeof signalsOfRun>) => signalsOfRun(...args).map(s => s.name)

test('those of every run, and those that a scenario names', () => {
  expect(names(mimir.signals, [], all)).toEqual(always)
  expect(names(mimir.signals, [k6], all)).toEqual([...always, 'k6'])
  expect(notCoveredBy(mimir.signals, [k6, archive], all)).toEqual([])
  expect(notCoveredBy(mimir.signals, [k6], all)).toEqual([
    'store-gateways were not asked for the blocks of other tenants: scenarios with old blocks (signal archive) do that, as the migrations',
  ])
})

test('a rate of 0 leaves k6 out, and says so where it would have been', () => {
  const without = { ...all, 'k6-rate': 0 }
  expect(names(mimir.signals, [k6], without)).toEqual(always)
  expect(notCoveredBy(mimir.signals, [k6, archive], without)).toEqual([
    'k6 sent nothing beside the ledger and the probers: --k6-rate 0',
  ])
  expect(notCoveredBy(mimir.signals, [archive], without)).toEqual([])
})
