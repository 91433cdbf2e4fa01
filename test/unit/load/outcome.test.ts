import { expect, test } from 'vitest'
import { errorOf, writeOutcome } from '../../../harness/mimir/signals/ledger/write-outcome.ts'

test.each([
  [{ status: 200 }, 'acked'],
  [{ status: 202 }, 'acked'],
  [{ status: 204 }, 'acked'],
  [{ status: 302 }, 'unknown'],
  [{ status: 400 }, 'rejected'],
  [{ status: 422 }, 'rejected'],
  [{ status: 429 }, 'limited'],
  [{ status: 429, error: 'other side closed' }, 'unknown'],
  [{ status: 500 }, 'unknown'],
  [{ status: 503 }, 'unknown'],
  [{ error: 'connect ECONNREFUSED' }, 'unknown'],
  [{ status: 200, error: 'other side closed' }, 'unknown'],
])('%o is %s', (answer, outcome) => {
  expect(writeOutcome(answer)).toBe(outcome)
})

test('the error is the first line of the body, or what went wrong before there was one', () => {
  expect(errorOf({ status: 200, body: 'whatever' })).toBeUndefined()
  expect(errorOf({ status: 503, body: '\nno ingesters\nsecond line' })).toBe('no ingesters')
  expect(errorOf({ status: 500, body: 'x'.repeat(300) })).toBe('x'.repeat(200))
  expect(errorOf({ status: 502, body: '' })).toBe('status 502 without a body')
  expect(errorOf({ status: 200, body: '', error: 'other side closed' })).toBe('other side closed')
})
