import { expect, test } from 'vitest'
import type { Defect } from '../../../../harness/cluster/cluster.ts'
import { Defects, type RequestFacts } from '../../../../harness/cluster/gateway/defects.ts'
import type { Firing } from '../../../../harness/cluster/gateway/messages.ts'
import { opHeader, type WriteOp } from '../../../../harness/util/op-header.ts'

const push: RequestFacts = { family: 'writes', push: true, tenant: 'a', line: 'POST /api/v1/push', op: undefined }
const read: RequestFacts = {
  family: 'reads',
  push: false,
  tenant: 'a',
  line: 'GET /prometheus/api/v1/query',
  op: undefined,
}
const pass = { kind: 'pass' }

/** A planted defect, on a clock that stands still at `now`. */
function planted(defect: Defect | undefined) {
  const firings: Firing[] = []
  const clock = { now: () => at.now, sleep: async () => {} }
  const at = { now: 1000 }
  const defects = new Defects(clock, firing => firings.push(firing))
  defects.plant(defect)
  return { defects, firings, at }
}

test('without a defect everything passes', () => {
  const { defects, firings } = planted(undefined)
  expect([push, read].map(request => defects.judge(request))).toEqual([pass, pass])
  expect(firings).toEqual([])
})

test('drop-push acks every n-th push itself, and says which', () => {
  const { defects, firings } = planted({ kind: 'drop-push', every: 2 })
  const dropped = { kind: 'answer', status: 200, text: '' }
  const op: WriteOp = { kind: 'write', tenant: 0, shard: 3, ticks: [12, 12] }
  const requests = [push, read, { ...push, op: opHeader(op) }, push, push]
  expect(requests.map(request => defects.judge(request))).toEqual([pass, pass, dropped, pass, dropped])
  expect(firings).toEqual([
    { defect: 'drop-push', detail: 'POST /api/v1/push: answered 200 without passing it on', op },
    { defect: 'drop-push', detail: 'POST /api/v1/push: answered 200 without passing it on' },
  ])
})

test("swap-tenant makes one tenant's reads another's", () => {
  const { defects, firings } = planted({ kind: 'swap-tenant', of: 'a', from: 'b' })
  expect([push, { ...read, tenant: 'b' }, read].map(request => defects.judge(request))).toEqual([
    pass,
    pass,
    { kind: 'as-tenant', tenant: 'b' },
  ])
  expect(firings).toEqual([{ defect: 'swap-tenant', detail: 'GET /prometheus/api/v1/query: a gets the answer of b' }])
})

test('change-value marks the answers of one tenant; it has fired once a value was changed', () => {
  const { defects, firings } = planted({ kind: 'change-value', of: 'a' })
  expect([push, { ...read, tenant: 'b' }, read].map(request => defects.judge(request))).toEqual([
    pass,
    pass,
    { kind: 'change-values' },
  ])
  expect(firings).toEqual([])
  defects.fired(read, 'added 1 to 3 values')
  expect(firings).toEqual([{ defect: 'change-value', detail: 'GET /prometheus/api/v1/query: added 1 to 3 values' }])
})

test('stall holds a family until its time is over', () => {
  const { defects, firings, at } = planted({ kind: 'stall', ms: { writes: 300 } })
  expect(defects.judge(push)).toEqual({ kind: 'hold', ms: 300 })
  at.now += 200
  expect([defects.judge(push), defects.judge(read), defects.stalled('writes'), defects.stalled('reads')]).toEqual([
    { kind: 'hold', ms: 100 },
    pass,
    100,
    0,
  ])
  at.now += 100
  expect([defects.judge(push), defects.stalled('writes')]).toEqual([pass, 0])
  expect(firings.map(firing => firing.detail)).toEqual([
    'POST /api/v1/push: held for 300 ms',
    'POST /api/v1/push: held for 100 ms',
  ])
})

test('slow-stripe delays the writes of one stripe, by the label that the client put on them', () => {
  const { defects, firings } = planted({ kind: 'slow-stripe', stripe: 3, ms: 300 })
  const writeOf = (shard: number) => ({ ...push, op: opHeader({ kind: 'write', tenant: 0, shard, ticks: [7, 7] }) })
  expect([writeOf(2), writeOf(3), push, read].map(request => defects.judge(request))).toEqual([
    pass,
    { kind: 'hold', ms: 300 },
    pass,
    pass,
  ])
  expect(firings.map(firing => firing.detail)).toEqual(['POST /api/v1/push: delayed by 300 ms'])
})

test('refuse answers a whole family, until another defect takes its place', () => {
  const { defects, firings } = planted({ kind: 'refuse', family: 'reads' })
  expect([push, read].map(request => defects.judge(request))).toEqual([
    pass,
    { kind: 'answer', status: 502, text: 'the gateway refuses all reads\n' },
  ])
  defects.plant(undefined)
  expect(defects.judge(read)).toEqual(pass)
  expect(firings).toEqual([{ defect: 'refuse', detail: 'GET /prometheus/api/v1/query: refused' }])
})
