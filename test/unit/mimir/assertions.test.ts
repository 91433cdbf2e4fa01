import { expect, test } from 'vitest'
import { assertionsOf } from '../../../harness/mimir/assertions/index.ts'
import { ingestersOfShard } from '../../../harness/mimir/assertions/tenants-apart.ts'
import { microservices } from '../../../harness/mimir/topology/modes.ts'
import { replicationFactor, scale } from '../../../harness/mimir/topology/operations.ts'
import { checkExpressions } from '../../../harness/observer/assertion-spec.ts'

const topology = microservices({ zones: 3, pace: 'fast' })
const all = assertionsOf(topology)

test('what is asserted of every Mimir', () => {
  expect(Object.entries(all).map(([id, { asserts }]) => `${id}: ${asserts}`)).toEqual([
    'requests-failed: no request of a client gets a 5xx',
    'requests-refused: no request of a tenant is refused for its rate or for a full queue',
    'evaluations-missed: no more than 6 evaluations of a rule group are left out in a row because the one before them took too long',
    'samples-not-received: distributors have received every acked sample',
    'samples-not-replicated: ingesters have ingested every acked sample 2 times of 3',
    'wal-corrupted: no ingester finds its WAL corrupted',
    'heads-not-compacted: no ingester fails to compact a head',
    'blocks-not-shipped: no ingester fails to ship a block',
    'blocks-not-loaded: no store-gateway fails to load a block',
    'blocks-not-compacted: no compactor fails at its blocks',
    'queries-queued-long: no query of a tenant waits for a querier longer than 2.5 s',
    'samples-discarded: no sample of a tenant is discarded by a limit or as invalid',
  ])
})

test.each(Object.entries({ ...all, shard: ingestersOfShard(3) }))('%s is PromQL', (_, assertion) => {
  expect(() => checkExpressions(assertion)).not.toThrow()
})

test('an ack needs more than half of the replicas', () => {
  const quorum = (factor: number) => assertionsOf(replicationFactor(topology, factor))['samples-not-replicated']!.bound
  expect([1, 2, 3, 5].map(quorum)).toMatchObject([{ times: 1 }, { times: 2 }, { times: 2 }, { times: 3 }])
})

test('where no pod has the metrics nothing is asserted of them', () => {
  expect(Object.keys(all)).toContain('blocks-not-compacted')
  expect(Object.keys(assertionsOf(scale(topology, 'compactor', 0)))).not.toContain('blocks-not-compacted')
})
