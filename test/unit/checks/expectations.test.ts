import { expect, test } from 'vitest'
import { expectations } from '../../../harness/checks/expectations.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { at, runOf, step } from './histories.ts'

const asserted = (met: boolean, seen?: string): HistoryEvent => ({
  type: 'expectation',
  at: at(50),
  what: 'querier-0 to find 100 series',
  met,
  ...(seen !== undefined && { seen }),
})

test('valid: all met', () => {
  expect(expectations(runOf(), [asserted(true)])).toEqual({
    check: 'expectations',
    verdict: 'valid',
    summary: '1 of 1 expectation met',
    evidence: [],
  })
})

test('invalid: one was not, with what was expected and what was seen', () => {
  expect(expectations(runOf(), [...step(0, 60), asserted(true), asserted(false, '61 series')])).toEqual({
    check: 'expectations',
    verdict: 'invalid',
    summary: '1 of 2 expectations met',
    evidence: [
      {
        kind: 'expectation',
        text: 'expected querier-0 to find 100 series; seen at 12:00:00.050: 61 series; during step "roll zone-a"',
        from: at(50),
        to: at(50),
        data: { what: 'querier-0 to find 100 series' },
      },
    ],
  })
})

test('no expectation, no finding', () => {
  expect(expectations(runOf(), [])).toBeUndefined()
})
