import { expect, test } from 'vitest'
import type { Defect } from '../../../../harness/cluster/cluster.ts'
import { Defects, type RequestFacts } from '../../../../harness/cluster/gateway/defects.ts'
import type { Hit } from '../../../../harness/cluster/gateway/gateway-messages.ts'
import { mimir } from '../../../../harness/mimir/mimir.ts'
import { generatorOf } from '../../../../harness/util/random.ts'
import { requestId, type WriteOp } from '../../../../harness/util/request-id.ts'

const push: RequestFacts = { route: 'writes', push: true, tenant: 'a', line: 'POST /api/v1/push', op: undefined }
const read: RequestFacts = {
  route: 'reads',
  push: false,
  tenant: 'a',
  line: 'GET /prometheus/api/v1/query',
  op: undefined,
}
const pass = { kind: 'pass' }

/** An injected defect, on a clock that stands still at `now`. */
function injected(defect: Defect | undefined) {
  const hits: Hit[] = []
  const clock = { now: () => at.now, sleep: async () => {} }
  const at = { now: 1000 }
  const defects = new Defects(mimir.protocol, generatorOf(1), clock, hit => hits.push(hit))
  defects.inject(defect)
  return { defects, hits, at }
}

test('without a defect everything passes', () => {
  const { defects, hits } = injected(undefined)
  expect([push, read].map(request => defects.judge(request))).toEqual([pass, pass])
  expect(hits).toEqual([])
})

test('drop-push acks every n-th push itself, and says which', () => {
  const { defects, hits } = injected({ kind: 'drop-push', every: 2 })
  const dropped = { kind: 'answer', status: 200, text: '' }
  const op: WriteOp = { kind: 'write', tenant: 0, stripe: 3, ticks: [12, 12] }
  const requests = [push, read, { ...push, op: requestId(op) }, push, push]
  expect(requests.map(request => defects.judge(request))).toEqual([pass, pass, dropped, pass, dropped])
  expect(hits).toEqual([
    { defect: 'drop-push', detail: 'POST /api/v1/push: answered 200 without passing it on', op },
    { defect: 'drop-push', detail: 'POST /api/v1/push: answered 200 without passing it on' },
  ])
})

test('drop-push-by-chance drops one push in so many, and no read', () => {
  const { defects, hits } = injected({ kind: 'drop-push-by-chance', oneIn: 100 })
  const kinds = Array.from({ length: 10_000 }, () => [defects.judge(push).kind, defects.judge(read).kind]).flat()
  expect({ dropped: kinds.filter(kind => kind === 'answer').length, hits: hits.length }).toEqual({
    dropped: 94,
    hits: 94,
  })
})

test("swap-tenant makes one tenant's reads another's", () => {
  const { defects, hits } = injected({ kind: 'swap-tenant', of: 'a', from: 'b' })
  expect([push, { ...read, tenant: 'b' }, read].map(request => defects.judge(request))).toEqual([
    pass,
    pass,
    { kind: 'as-tenant', tenant: 'b' },
  ])
  expect(hits).toEqual([{ defect: 'swap-tenant', detail: 'GET /prometheus/api/v1/query: a gets the answer of b' }])
})

test('change-value marks the answers of one tenant; it has fired once a value was changed', () => {
  const { defects, hits } = injected({ kind: 'change-value', of: 'a' })
  expect([push, { ...read, tenant: 'b' }, read].map(request => defects.judge(request))).toEqual([
    pass,
    pass,
    { kind: 'change-values' },
  ])
  expect(hits).toEqual([])
  defects.hit(read, 'added 1 to 3 values')
  expect(hits).toEqual([{ defect: 'change-value', detail: 'GET /prometheus/api/v1/query: added 1 to 3 values' }])
})

test('stall holds a route until its time is over', () => {
  const { defects, hits, at } = injected({ kind: 'stall', ms: { writes: 300 } })
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
  expect(hits.map(hit => hit.detail)).toEqual([
    'POST /api/v1/push: held for 300 ms',
    'POST /api/v1/push: held for 100 ms',
  ])
})

test('slow-stripe delays the writes of one stripe, by the label that the client put on them', () => {
  const { defects, hits } = injected({ kind: 'slow-stripe', stripe: 3, ms: 300 })
  const writeOf = (stripe: number) => ({ ...push, op: requestId({ kind: 'write', tenant: 0, stripe, ticks: [7, 7] }) })
  expect([writeOf(2), writeOf(3), push, read].map(request => defects.judge(request))).toEqual([
    pass,
    { kind: 'hold', ms: 300 },
    pass,
    pass,
  ])
  expect(hits.map(hit => hit.detail)).toEqual(['POST /api/v1/push: delayed by 300 ms'])
})

test('refuse answers a whole route, until another defect takes its place', () => {
  const { defects, hits } = injected({ kind: 'refuse', route: 'reads' })
  expect([push, read].map(request => defects.judge(request))).toEqual([
    pass,
    { kind: 'answer', status: 502, text: 'the gateway refuses all reads\n' },
  ])
  defects.inject(undefined)
  expect(defects.judge(read)).toEqual(pass)
  expect(hits).toEqual([{ defect: 'refuse', detail: 'GET /prometheus/api/v1/query: refused' }])
})
