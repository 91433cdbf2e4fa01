import { expect, test } from 'vitest'
import { variantOf } from '../../../harness/report/run-name.ts'

test.each([
  [{}, ''],
  [{ faultsAsked: [] }, ''],
  [{ control: 'no-load' }, ' (control no-load)'],
  [{ reading: 'documented' }, ' as documented'],
  [{ reading: 'careful', faultsAsked: ['kill-pod@2', 'pause-pods@3'] }, ' as careful with kill-pod@2, pause-pods@3'],
])('%j', (variant, name) => expect(variantOf(variant)).toBe(name))
