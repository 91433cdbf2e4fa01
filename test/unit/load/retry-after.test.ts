import { expect, test } from 'vitest'
import { retryAfter } from '../../../harness/load/retry-after.ts'

test.each([
  ['3', 3000],
  ['0', 0],
  ['Tue, 01 Jan 2030 12:00:05 GMT', 5000],
  ['Tue, 01 Jan 2030 11:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s ms', (header, ms) => {
  expect(retryAfter(header, Date.UTC(2030, 0, 1, 12))).toBe(ms)
})
