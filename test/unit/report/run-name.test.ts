import { expect, test } from 'vitest'
import { detailsOf } from '../../../harness/report/run-name.ts'

test.each([
  [{}, ''],
  [{ requestedFaults: [] }, ''],
  [{ control: 'no-load' }, ' (control no-load)'],
  [{ variant: 'documented' }, ' as documented'],
  [
    { variant: 'careful', requestedFaults: ['kill-pod@2', 'pause-pods@3'] },
    ' as careful with kill-pod@2, pause-pods@3',
  ],
])('%j', (special, name) => expect(detailsOf(special)).toBe(name))
