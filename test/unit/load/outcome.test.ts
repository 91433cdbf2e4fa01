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
  expect(writeOutcome({ body: '', ...answer })).toBe(outcome)
})

test('what comes too late is refused rightly with 400 and the error for it, and with no other', () => {
  const body = 'failed pushing to ingester a: user=b: the sample has been rejected (err-mimir-sample-out-of-order)'
  const old = { status: 400, body: '(err-mimir-sample-timestamp-too-old). The affected sample' }
  expect([{ status: 400, body }, old].map(answer => writeOutcome(answer, true))).toEqual(['refused', 'refused'])
  expect(writeOutcome({ status: 400, body })).toBe('rejected')
  expect(writeOutcome({ status: 400, body: '(err-mimir-max-series-per-user)' }, true)).toBe('rejected')
  expect(writeOutcome({ status: 422, body }, true)).toBe('rejected')
  expect(writeOutcome({ status: 200, body: '' }, true)).toBe('acked')
})

test('the error is the first line of the body, or what went wrong before there was one', () => {
  expect(errorOf({ status: 200, body: 'whatever' })).toBeUndefined()
  expect(errorOf({ status: 503, body: '\nno ingesters\nsecond line' })).toBe('no ingesters')
  expect(errorOf({ status: 500, body: 'x'.repeat(300) })).toBe('x'.repeat(200))
  expect(errorOf({ status: 502, body: '' })).toBe('status 502 without a body')
  expect(errorOf({ status: 200, body: '', error: 'other side closed' })).toBe('other side closed')
})
