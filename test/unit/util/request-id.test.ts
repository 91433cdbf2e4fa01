import { expect, test } from 'vitest'
import { parseRequestId, requestId, type WriteOp } from '../../../harness/util/request-id.ts'

test('a label can be read back', () => {
  const op: WriteOp = { kind: 'write', tenant: 0, stripe: 3, ticks: [12, 14] }
  expect(parseRequestId(requestId(op))).toEqual(op)
})

test.each([undefined, '', 'write', '{"kind":"write"}', '{"kind":"write","tenant":0.5,"stripe":0,"ticks":[0,1]}'])(
  '%j says nothing',
  value => {
    expect(parseRequestId(value)).toBeUndefined()
  },
)
