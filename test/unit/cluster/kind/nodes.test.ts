import { expect, test } from 'vitest'
import { taskState } from '../../../../harness/cluster/kind/nodes.ts'

const table = `TASK    PID      STATUS
abc     1234     RUNNING
def     1300     PAUSED
ghi     1400     STOPPED
`

test("the state of a container's process, by the table that ctr prints", () => {
  expect(['abc', 'def', 'ghi', 'xyz'].map(id => taskState(table, id))).toEqual(['running', 'paused', 'gone', 'gone'])
})
