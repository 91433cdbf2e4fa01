import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GateEvent } from '../../harness/history/events.ts'
import { readRingFrom } from '../../harness/mimir/predict/ring-source.ts'
import { microservices } from '../../harness/mimir/topology/modes.ts'
import { scale } from '../../harness/mimir/topology/operations.ts'
import { Observer } from '../../harness/observer/observer.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { ringWhole } from '../../scenarios/gates.ts'
import { type TestCluster, testCluster } from '../real/cluster.ts'

/** The gate of most scenarios, on real rings with other numbers of pods than scenarios have. What does not belong to this ring has no pods here. */
const none = {
  querier: 0,
  'query-frontend': 0,
  'query-scheduler': 0,
  'store-gateway': 0,
  compactor: 0,
  ruler: 0,
  alertmanager: 0,
  'overrides-exporter': 0,
}
let it: TestCluster

beforeAll(async () => {
  it = await testCluster('ip')
})
afterAll(() => it[Symbol.asyncDispose]())

/** How a gate came out, and the values that it saw last. */
async function outcome(deadline: number): Promise<string> {
  const events: GateEvent[] = []
  const observer = new Observer(
    it.cluster.prometheus,
    { record: e => void events.push(e as GateEvent) },
    'fast',
    it.cluster,
  )
  await observer.pass('ringWhole', { ...ringWhole, deadline }, systemClock.now()).catch(() => {})
  const { phase, seen } = events.at(-1)!
  return `${phase}: ${seen}`
}

test.for([
  [1, 1, 'held: 0 (4 of 4 targets scraped)'],
  [2, 1, 'held: 0, 0 (5 of 5 targets scraped)'],
  [3, 2, 'held: 0, 0, 0 (9 of 9 targets scraped)'],
] as const)('%i distributors see %i ingesters in each zone', async ([distributor, ingester, seen]) => {
  await it.deployment.apply(microservices({ zones: 3, pace: 'fast', replicas: { ...none, distributor, ingester } }))
  expect(await outcome(60_000)).toBe(seen)
})

test('what `predict` reads of a real distributor: zones, tokens, and since when members are there', async () => {
  const { members, now } = await readRingFrom(it.cluster.pod('distributor-0').url)
  const seen = members.map(({ id, zone, state, tokens, readOnly }) => [id, zone, state, tokens.length, readOnly])
  expect(seen).toEqual(
    ['a', 'b', 'c'].flatMap(zone =>
      [0, 1].map(i => [`ingester-zone-${zone}-${i}`, `zone-${zone}`, 'ACTIVE', expect.toSatisfy(n => n > 0), false]),
    ),
  )
  const ages = members.map(m => now - m.registeredAt)
  expect(ages).toEqual(ages.map(() => expect.toSatisfy((age: number) => age >= 0 && age < 600)))
})

test('an ingester that went without a word is seen by each distributor, and the gate does not hold', async () => {
  const names = it.deployment.topology.workloads.filter(w => w.modules[0] === 'ingester').map(w => w.name)
  await it.deployment.apply(scale(it.deployment.topology, names[0]!, 1))
  // It stays in the ring, so 5 are ACTIVE of 5 that run, and 1 is not.
  expect(await outcome(8000)).toBe('failed: 1, 1, 1 (8 of 8 targets scraped)')
})
