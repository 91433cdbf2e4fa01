import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Addressing } from '../../harness/cluster/process/addresses.ts'
import type { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { readRing } from '../../harness/mimir/rings.ts'
import { Ledger } from '../../harness/mimir/signals/ledger/ledger.ts'
import { oneOfEach } from '../../harness/mimir/topology/modes.ts'
import { withFlags, withOverrides, withPreStop } from '../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../harness/mimir/topology/topology.ts'
import type { Deployment } from '../../harness/scenario/deployment.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { type TestCluster, testCluster } from './cluster.ts'
import { EVERYTHING } from './everything.ts'

const VICTIM = 'ingester-zone-a-0'

/** Names of the pods that run, sorted. */
const running = (cluster: ProcessCluster): string[] =>
  cluster
    .pods()
    .filter(p => p.state === 'running')
    .map(p => p.name)
    .sort()

/** Writes ten times a second while something happens, and returns the outcomes with how often each was seen. */
async function writing(cluster: ProcessCluster, act: () => Promise<unknown>): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {}
  const record = (event: HistoryEvent) => {
    if (event.type === 'write') outcomes[event.outcome] = (outcomes[event.outcome] ?? 0) + 1
  }
  const dataset = {
    tenants: ['tenant-a'],
    series: 10,
    stripes: 10,
    interval: 1000,
    epoch: Math.ceil(systemClock.now()),
  }
  const ledger = new Ledger({ dataset, gateway: cluster.gateway, recorder: { record } })
  ledger.start()
  await act()
  await systemClock.sleep(1000)
  await ledger.stop()
  return outcomes
}

/** What Mimir's pods are and do on processes, whatever their addresses are; what any pod does is in tiny-pods.test.ts. */
export function mimirAsProcesses(addressing: Addressing): void {
  describe(`Mimir as processes, --addresses ${addressing}`, () => {
    let it: TestCluster
    let cluster: ProcessCluster
    let deployment: Deployment<Topology>

    beforeAll(async () => {
      it = await testCluster(addressing)
      cluster = it.cluster
      deployment = it.deployment
      await deployment.apply(oneOfEach({ zones: 3, pace: 'fast' }))
    })
    afterAll(() => it[Symbol.asyncDispose]())

    test('a topology becomes ready pods, a zone for each ingester', async () => {
      expect(running(cluster)).toEqual([
        'alertmanager-0',
        'compactor-0',
        'distributor-0',
        'ingester-zone-a-0',
        'ingester-zone-b-0',
        'ingester-zone-c-0',
        'overrides-exporter-0',
        'querier-0',
        'query-frontend-0',
        'query-scheduler-0',
        'ruler-0',
        'store-gateway-zone-a-0',
        'store-gateway-zone-b-0',
        'store-gateway-zone-c-0',
      ])
      const members = async () =>
        (await readRing(cluster.pod('distributor-0').url, 'ingester')).map(m => `${m.id} ${m.state} ${m.zone}`).sort()
      const whole = [
        'ingester-zone-a-0 ACTIVE zone-a',
        'ingester-zone-b-0 ACTIVE zone-b',
        'ingester-zone-c-0 ACTIVE zone-c',
      ]
      await until(
        async () => (isDeepStrictEqual(await members(), whole) ? done(undefined) : notYet(String(await members()))),
        {
          for: 'gossip to tell the distributor of every ingester',
          deadline: 60_000,
        },
      )
      const addresses = cluster.pods().map(p => `${p.address.host}:${p.address.ports.http}`)
      expect(new Set(addresses).size).toBe(14)
    })

    test('writes go through the gateway', async () => {
      const outcomes = await writing(cluster, () => systemClock.sleep(1000))
      expect(Object.keys(outcomes)).toEqual(['acked'])
    })

    test('a killed pod is gone for the kernel, keeps its volume, and comes back as itself', async () => {
      const { address } = cluster.pod(VICTIM)
      await cluster.injector.kill(VICTIM)
      expect(cluster.pod(VICTIM).state).toBe('stopped')
      expect(await cluster.injector.processState(VICTIM)).toBe('gone')
      expect(await cluster.injector.volumeSize(VICTIM)).toBeGreaterThan(0)
      await cluster.injector.start(VICTIM)
      await ready(VICTIM)
      expect(cluster.pod(VICTIM).address).toEqual(address)
      const log = await cluster.logs(VICTIM, 500)
      expect(log.filter(line => line.includes('WAL replay completed')).length).toBeGreaterThan(0)
    })

    test.runIf(EVERYTHING)(
      'a stateless workload rolls without a failed write: the successor is ready first',
      async () => {
        // What a preStop hook of `sleep 1` is in Kubernetes: Mimir closes idle connections at SIGTERM, before clients have gone elsewhere.
        // A hook is the one that a pod was started with.
        const limit = 'distributor.ingestion-rate-limit'
        await deployment.apply(
          withFlags(withPreStop(deployment.topology, 'distributor', [{ sleep: 1 }]), 'distributor', {
            [limit]: '400000',
          }),
        )
        const outcomes = await writing(cluster, () =>
          deployment.apply(withFlags(deployment.topology, 'distributor', { [limit]: '500000' })),
        )
        expect(Object.keys(outcomes)).toEqual(['acked'])
        expect(running(cluster).filter(p => p.startsWith('distributor'))).toEqual([
          expect.stringMatching(/^distributor-[12]$/),
        ])
      },
    )

    // test/real/fleet-rolls.test.ts has the tiny server's; Mimir's takes a quarter of a minute.
    test.runIf(EVERYTHING)('stateful pods roll zone by zone in place, without a failed write', async () => {
      const zones = ['ingester-zone-a', 'ingester-zone-b', 'ingester-zone-c']
      const before = it.events.length
      const outcomes = await writing(cluster, () =>
        deployment.apply(withFlags(deployment.topology, zones, { 'ingester.max-global-series-per-user': '1000000' })),
      )
      expect(Object.keys(outcomes)).toEqual(['acked'])
      const course = it.events
        .slice(before)
        .flatMap(e => (e.type === 'pod' && ['stopping', 'ready'].includes(e.phase) ? [`${e.pod} ${e.phase}`] : []))
      expect(course).toEqual(zones.flatMap(z => [`${z}-0 stopping`, `${z}-0 ready`]))
    })

    test('overrides reach the pods without a restart', async () => {
      const before = it.events.length
      await deployment.apply(withOverrides(deployment.topology, 'tenant-a', { ingestion_rate: 12345 }))
      expect(it.events.slice(before).filter(e => e.type === 'pod')).toEqual([])
      const { url } = cluster.pods().find(p => p.workload === 'distributor')!
      await until(
        async () => {
          const text = await (await fetch(`${url}/runtime_config?mode=diff`)).text()
          return text.includes('12345') ? done(undefined) : notYet(text)
        },
        { for: 'the override', deadline: 60_000 },
      )
    })

    async function ready(name: string): Promise<void> {
      await until(
        async () => {
          const { status } = await fetch(`${cluster.pod(name).url}/ready`)
          return status === 200 ? done(undefined) : notYet(String(status))
        },
        { for: `${name} to be ready`, deadline: 60_000 },
      )
    }
  })
}
