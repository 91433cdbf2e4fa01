import { expect, test } from 'vitest'
import { flags } from '../../../harness/mimir/flags.ts'
import { mimir } from '../../../harness/mimir/mimir.ts'

test('the command line takes every parameter of every signal, and no other', () => {
  const ofSignals = mimir.signals.flatMap(s => s.parameters ?? [])
  const byFlag = (all: typeof ofSignals) => all.toSorted((a, b) => a.flag.localeCompare(b.flag))
  expect(byFlag([...flags.parameters])).toEqual(byFlag(ofSignals))
})
