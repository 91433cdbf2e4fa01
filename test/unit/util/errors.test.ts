import { expect, test } from 'vitest'
import { DeadlineError, reason, UsageError } from '../../../harness/util/errors.ts'

test('a usage error is one line: what was seen, and what to do', () => {
  const { name, message, what, fix } = new UsageError('no file x', 'give another one')
  expect({ name, message, what, fix }).toEqual({
    name: 'UsageError',
    message: 'no file x: give another one',
    what: 'no file x',
    fix: 'give another one',
  })
})

test('a deadline error has a name of its own', () => {
  expect(String(new DeadlineError('waited 1.0 s for it'))).toBe('DeadlineError: waited 1.0 s for it')
})

test.each([
  [
    new Error('fetch failed', { cause: new Error('connect', { cause: 'ECONNREFUSED' }) }),
    'fetch failed: connect: ECONNREFUSED',
  ],
  [new TypeError(), 'TypeError'],
  [new Error('', { cause: 0 }), 'Error: 0'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
])('the reason of %j is %s', (thrown, text) => expect(reason(thrown)).toBe(text))
