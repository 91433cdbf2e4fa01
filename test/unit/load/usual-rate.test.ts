import { expect, test } from 'vitest'
import { loadAt, rateInWords, usualRate } from '../../../harness/load/usual-rate.ts'

test('1,500 samples a second for each core, for two cores at least and for four at most', () => {
  expect([1, 2, 3, 4, 64].map(usualRate)).toEqual([3000, 3000, 4500, 6000, 6000])
})

test('tenants share the rate: 15 samples a request, and no tenant has fewer than four requests a second', () => {
  expect(loadAt(3000, 3)).toEqual({ series: 1005, writesPerSecond: 67 })
  expect(loadAt(3000, 1)).toEqual({ series: 3000, writesPerSecond: 200 })
  expect(loadAt(3000, 1000)).toEqual({ series: 60, writesPerSecond: 4 })
})

test('in words, as doctor has it', () => {
  expect(rateInWords(2)).toBe(
    'this machine carries 3,000 samples/s in 200 write requests/s (2 cores); 1,500 for each core from 2 to 4; measured on 2 cores: 3,000 take 12 % of a core and 200 MB of the harness; --rate sets another',
  )
})
