import { expect, test } from 'vitest'
import { deviationsOf } from '../../../../harness/mimir/topology/deviations.ts'
import { microservicesInZones } from '../../../../harness/mimir/topology/migration.ts'
import { microservices, oneOfEach, readWrite } from '../../../../harness/mimir/topology/modes.ts'
import type { Topology } from '../../../../harness/mimir/topology/topology.ts'

const lines = (topology: Topology, provider = 'process') =>
  deviationsOf(topology, provider).map(({ what, here }) => `${what}: ${here}`)

test('the usual topology says in what it differs from an installation', () => {
  expect(lines(microservices({ zones: 3, pace: 'fast' }))).toMatchInlineSnapshot(`
    [
      "write path: distributors push to ingesters",
      "distributors and queriers: two of each, unless the scenario says otherwise",
      "Alertmanagers: one, replication factor 1",
      "ingesters that stop: stay in the ring",
      "caches: none",
      "how query-schedulers are found: in their ring",
      "query sharding: off",
      "heartbeats and timeouts of rings: every 2 to 5 s, timeout 10 to 16 s",
      "shutdown delay and grace period: they go on for 2 s; grace periods end after 60 s at most",
      "tokens in rings: 128",
      "readiness: /ready is asked at once, and the first good answer counts",
      "object storage: a folder that pods share, unless --storage s3",
      "what stands before Mimir: a gateway of the harness",
      "machines: all pods on one machine, unless --kubeconfig names others: they share its cores, its disk and its clock",
      "limits of tenants: lifted",
    ]
  `)
})

test('only what is true of a topology is said of it', () => {
  const usual = lines(microservices({ zones: 3, pace: 'fast' }))
  const beside = (topology: Topology, provider?: string) => ({
    more: lines(topology, provider).filter(line => !usual.includes(line)),
    less: usual.filter(line => !lines(topology, provider).includes(line)),
  })
  expect(beside(oneOfEach({ zones: 3, pace: 'fast' }))).toMatchInlineSnapshot(`
    {
      "less": [],
      "more": [
        "pods that keep no data: one of at least one of them",
      ],
    }
  `)
  expect(beside(microservicesInZones('fast'))).toMatchInlineSnapshot(`
    {
      "less": [
        "Alertmanagers: one, replication factor 1",
        "ingesters that stop: stay in the ring",
        "how query-schedulers are found: in their ring",
      ],
      "more": [
        "pods that keep no data: one of at least one of them",
        "ingesters that stop: leave the ring",
      ],
    }
  `)
  expect(beside(readWrite({ zones: 3, pace: 'real' }))).toMatchInlineSnapshot(`
    {
      "less": [
        "Alertmanagers: one, replication factor 1",
        "heartbeats and timeouts of rings: every 2 to 5 s, timeout 10 to 16 s",
        "shutdown delay and grace period: they go on for 2 s; grace periods end after 60 s at most",
      ],
      "more": [
        "heartbeats and timeouts of rings: Mimir's defaults: every 15 s, timeout 1 min",
      ],
    }
  `)
  expect(beside(microservices({ zones: 3, pace: 'fast' }), 'kind')).toMatchInlineSnapshot(`
    {
      "less": [
        "object storage: a folder that pods share, unless --storage s3",
        "what stands before Mimir: a gateway of the harness",
      ],
      "more": [],
    }
  `)
  const asInstalled = { distributor: 3, querier: 6, alertmanager: 3 }
  expect(beside(microservices({ zones: 3, pace: 'fast', replicas: asInstalled }))).toMatchInlineSnapshot(`
    {
      "less": [
        "distributors and queriers: two of each, unless the scenario says otherwise",
        "Alertmanagers: one, replication factor 1",
      ],
      "more": [],
    }
  `)
})
