import { expect, test } from 'vitest'
import { opHeader, parseOpHeader, type WriteOp } from '../../../harness/util/op-header.ts'

test('a label can be read back', () => {
  const op: WriteOp = { kind: 'write', tenant: 0, shard: 3, ticks: [12, 14] }
  expect(parseOpHeader(opHeader(op))).toEqual(op)
})

test.each([undefined, '', 'write', '{"kind":"write"}', '{"kind":"write","tenant":0.5,"shard":0,"ticks":[0,1]}'])(
  '%j says nothing',
  value => {
    expect(parseOpHeader(value)).toBeUndefined()
  },
)
