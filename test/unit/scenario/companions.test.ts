import { expect, test } from 'vitest'
import type { Companion } from '../../../harness/load/companion.ts'
import { k6 } from '../../../harness/load/k6/companion.ts'
import { companionsOf, leftOutOf } from '../../../harness/scenario/companions.ts'
import { small } from './small.ts'

const other: Companion = { name: 'other', start: async () => ({ stop: async () => {} }) }
const it = small('with-companions', { companions: [k6(), other] })

const names = (...args: Parameters<typeof companionsOf>) => companionsOf(...args).map(c => c.name)

test('all that a scenario names', () => {
  expect(names(it, { k6Rate: 5 })).toEqual(['k6', 'other'])
  expect(leftOutOf(it, { k6Rate: 5 })).toEqual([])
})

test('a rate of 0 leaves k6 out, and says so where it would have been', () => {
  expect(names(it, { k6Rate: 0 })).toEqual(['other'])
  expect(leftOutOf(it, { k6Rate: 0 })).toEqual(['k6 sent nothing beside the ledger and the probers: --k6-rate 0'])
  expect(leftOutOf(small('plain', {}), { k6Rate: 0 })).toEqual([])
})
