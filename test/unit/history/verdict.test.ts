import { expect, test } from 'vitest'
import { exitCode, worst } from '../../../harness/history/verdict.ts'

test('one disproof decides, one doubt spoils a proof, and nothing at all is a doubt', () => {
  expect(worst(['valid', 'unknown', 'invalid'])).toBe('invalid')
  expect(worst(['valid', 'unknown', 'valid'])).toBe('unknown')
  expect(worst(['valid', 'valid'])).toBe('valid')
  expect(worst([])).toBe('unknown')
})

test('only valid exits with 0', () => {
  expect(exitCode).toEqual({ valid: 0, invalid: 1, unknown: 3 })
})
