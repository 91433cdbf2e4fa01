import { type CpuUse, deleteVolume, type Fault, type Judged, killPod, noOp } from '../../harness/index.ts'
import {
  type Actions,
  type Controls,
  labelsOf,
  ownersOf,
  readRing,
  replicationFactor,
  type SampleSet,
  seriesOf,
  seriesOfStripe,
  seriesToken,
} from '../../harness/mimir/index.ts'
import { failedOn, found, foundOfAll, lackedBy, lostExactly, onlySlow, writesStalledFor } from '../reasons.ts'

/** The negative control whose defect is rare. */
export const RARE = 'one-push-in-1000-dropped'
const VICTIM = 'ingester-zone-a-0'
/** A stripe of the series, one of many. */
const SLOW = 3

/** With one replica, the ring says who has a series: notes all those that the victim has. */
async function predict(t: Actions): Promise<void> {
  const ring = await readRing(t.cluster.pod('distributor-0').url, 'ingester')
  const owned = t.run.tenants.map((tenant, i) =>
    Array.from({ length: seriesOf(t.run.dataset, i) }, (_, series) => series).filter(
      series => ownersOf(ring, seriesToken(tenant, labelsOf(t.run.dataset, i, series)), 1)[0] === VICTIM,
    ),
  )
  t.note('series of the victim', owned)
}

/**
 * What the victim had when it was killed: every sample of its series that was sent before and acked. The ack itself may come later; what is sent
 * later is not acked until the victim is back.
 */
function unshipped({ run, events }: Judged): SampleSet[] {
  const fact = events.find(e => e.type === 'fact' && e.fact === 'series of the victim')
  const kill = events.find(e => e.type === 'pod' && e.pod === VICTIM && e.phase === 'killed')
  if (fact?.type !== 'fact' || kill?.type !== 'pod') return []
  const owned = fact.value as number[][]
  return events.flatMap(e => {
    if (e.type !== 'write' || e.outcome !== 'acked' || e.start >= kill.at) return []
    const series = seriesOfStripe(run.dataset, e).filter(s => owned[e.tenant]!.includes(s))
    return series.length === 0 ? [] : [{ tenant: e.tenant, stripe: e.stripe, series, ticks: e.ticks }]
  })
}

/** The pushes that the gateway swallowed, by its own account. */
const swallowed = ({ events }: Judged): SampleSet[] =>
  events.flatMap(e =>
    e.type === 'defect' && e.defect.startsWith('drop-push') && e.ticks
      ? [{ tenant: e.tenant!, stripe: e.stripe!, series: 'all' as const, ticks: e.ticks }]
      : [],
  )

/** Seconds for which pods keep the CPUs busy, how many loops each runs, and how many one runs alone. */
const BUSY = { seconds: 2, loops: 3, alone: 24 }
/** The pod that spins alone. */
const SPINS = 'ingester-zone-b-0'

/** The part of all CPUs that pods had in so many milliseconds. */
const podsShare = ({ pods, cpus }: CpuUse, ms: number): number =>
  Object.values(pods).reduce((sum, used) => sum + used, 0) / (cpus * ms)

/** The same fault, whose victim also loses its volume while it is down: what it claims to leave is gone. */
const secretlyEmptied = (fault: Fault): Fault => ({
  ...fault,
  async inject(scene) {
    await fault.inject(scene)
    await scene.cluster.injector.deleteVolume(VICTIM)
  },
})

export const controls = [
  {
    id: 'all-pods-busy',
    description: `all pods keep the CPUs busy for ${BUSY.seconds} s, with no more to do than before: what clients wait for is the pods' doing and not the machine's`,
    expectFail: ['availability'],
    mayFail: ['rules'],
    steps: [
      {
        name: 'all pods spin',
        async run(t) {
          const pods = t.cluster.pods().map(p => p.name)
          await t.cluster.injector.burn(pods, BUSY.loops, BUSY.seconds * 1000)
          await t.traffic(3)
        },
      },
    ],
    verify: ({ events }) => {
      const busy = events.filter(e => e.type === 'cpu-use').map(({ from, to, use }) => podsShare(use, to - from))
      return busy.some(share => share > 0.6)
        ? undefined
        : `pods never had more than ${Math.max(0, ...busy)} of the CPUs`
    },
  },
  {
    id: 'one-pod-busy',
    description: `one ingester keeps the CPUs busy for ${BUSY.seconds} s, with no more to do than before: what clients wait for is its doing, and it is named`,
    expectFail: ['availability'],
    mayFail: ['rules'],
    steps: [
      {
        name: 'one pod spins',
        async run(t) {
          await t.cluster.injector.burn([SPINS], BUSY.alone, BUSY.seconds * 1000)
          await t.traffic(3)
        },
      },
    ],
    verify: ({ events }) => {
      const busy = events.filter(e => e.type === 'cpu-use').map(({ use }) => Object.entries(use.pods))
      const most = busy.map(pods => pods.reduce((a, b) => (b[1] > a[1] ? b : a), ['nobody', 0]))
      return most.some(([pod, ms]) => pod === SPINS && ms > 600) ? undefined : `${SPINS} never had most of the CPU`
    },
  },
  {
    id: 'one-replica-lost',
    description:
      'replication factor 1 and a lost volume: exactly the samples that this ingester had not shipped are lost, and writes, reads and rules fail while it is away',
    expectFail: ['loss', 'availability', 'rules'],
    mayFail: ['exemplars'],
    topology: t => replicationFactor(t, 1),
    faults: { kill: deleteVolume(VICTIM) },
    before: { step: 'kill ingester-zone-a-0', run: predict },
    verify: judged => lostExactly(judged, unshipped(judged), 'floats'),
  },
  {
    id: 'wal-deleted',
    description:
      'the volume of the killed ingester is deleted while it is down, and nobody is told: its log was not replayed, and what it had is on 2 of 3 replicas alone, though every read is whole',
    expectFail: ['redundancy', 'faults', 'coverage'],
    faults: { kill: secretlyEmptied(killPod(VICTIM)) },
    verify: judged => lackedBy(judged, 'zone-a'),
  },
  {
    id: 'dropped-push',
    description: 'the gateway acks every 40th push and drops it: exactly those samples are lost',
    expectFail: ['loss'],
    mayFail: ['exemplars'],
    inject: { step: 'kill ingester-zone-a-0', defect: { kind: 'drop-push', every: 40 } },
    verify: judged => lostExactly(judged, swallowed(judged)),
  },
  {
    id: RARE,
    description:
      'the gateway acks one push in 1,000 and drops it, by chance, from the kill on: exactly those samples are lost',
    expectFail: ['loss'],
    mayFail: ['exemplars'],
    inject: { step: 'kill ingester-zone-a-0', defect: { kind: 'drop-push-by-chance', oneIn: 1000 } },
    verify: judged => lostExactly(judged, swallowed(judged)),
  },
  {
    id: 'other-tenants-answer',
    description:
      'reads of tenant-a get the answer of tenant-b: isolation is broken, and what tenant-a wrote and its rule recorded is not in its answers',
    expectFail: ['loss', 'isolation', 'rules'],
    mayFail: ['exemplars'],
    inject: { step: 'kill ingester-zone-a-0', defect: { kind: 'swap-tenant', of: 'tenant-a', from: 'tenant-b' } },
    verify: judged => found(judged, 'isolation', 'foreign'),
  },
  {
    id: 'rules-of-another-tenant',
    description:
      'rulers answer tenant-a with the rules and alerts of tenant-b: isolation is broken, and its own rule is not listed',
    expectFail: ['isolation', 'rules'],
    inject: {
      step: 'kill ingester-zone-a-0',
      defect: { kind: 'swap-tenant', of: 'tenant-a', from: 'tenant-b', route: 'rules' },
    },
    verify: judged => found(judged, 'isolation', 'foreign'),
  },
  {
    id: 'no-rules-api',
    description: 'rulers answer nobody: rules and alerts can not be asked for, while rules go on',
    expectFail: ['availability', 'coverage'],
    inject: { step: 'kill ingester-zone-a-0', defect: { kind: 'refuse', route: 'rules' } },
    verify: judged => failedOn(judged, 'rules-api'),
  },
  {
    id: 'changed-value',
    description: 'the gateway adds 1 to the values that tenant-b reads: those samples are corrupt',
    expectFail: ['loss', 'rules'],
    mayFail: ['exemplars'],
    inject: { step: 'kill ingester-zone-a-0', defect: { kind: 'change-value', of: 'tenant-b' } },
    verify: judged => found(judged, 'loss', 'corrupt'),
  },
  {
    id: 'stall-300ms',
    description:
      'the gateway holds all writes for 300 ms: every tenant has a window of writes whose bounds hold 300 ms',
    expectFail: ['availability'],
    inject: { step: 'steady state again', defect: { kind: 'stall', ms: { writes: 300 } } },
    verify: judged => writesStalledFor(judged, 300),
  },
  {
    id: 'slow-stripe',
    description:
      'the gateway delays each write of one stripe by 1.5 times what writes may take: the other stripes fill the gaps, and this one is found to be slow',
    expectFail: ['availability'],
    inject: {
      step: 'kill ingester-zone-a-0',
      defect: ({ objectives }) => ({ kind: 'slow-stripe', stripe: SLOW, ms: 1.5 * objectives.steady.writes!.latency }),
    },
    verify: judged => onlySlow(judged, SLOW),
  },
  {
    id: 'no-op-fault',
    description: 'the kill is announced and not done: its effect can not be proved, so the run proves nothing',
    expectFail: ['faults', 'coverage'],
    verdict: 'unknown',
    faults: { kill: noOp(killPod(VICTIM)) },
    verify: judged => found(judged, 'faults', 'fault'),
  },
  {
    id: 'no-load',
    description: 'the load never ran: nothing was written or read, so the run proves nothing',
    expectFail: ['loss', 'availability', 'isolation', 'exemplars', 'rules', 'coverage'],
    verdict: 'unknown',
    noLoad: true,
    verify: judged => found(judged, 'coverage', 'samples') ?? foundOfAll(judged, 'coverage', 'operations'),
  },
] as const satisfies Controls
