import { type Actions, killPod, noOp, partitionZones, pausePods } from '../../harness/index.ts'
import { scenario } from './subject.ts'

const ALONE = 'clients have one store alone'
/** Milliseconds in which the store is restarted; Kubernetes takes its time. */
const AGAIN = { process: 2000, kind: 10_000 } as const
const away = { because: ALONE, tail: 1000, items: { longestGap: 20_000, latency: 20_000, errorRatio: 1 } } as const

const GO_ON = {
  name: 'go on',
  async run(t: Pick<Actions, 'restart' | 'traffic'>) {
    await t.restart('store-zone-a')
    await t.traffic(2)
  },
} as const

const KILL = {
  name: 'kill it',
  async run(t: Pick<Actions<never, 'kill'>, 'inject' | 'recover'>) {
    await t.inject('kill')
    await t.recover('kill')
  },
} as const

/** A scenario about a product that the core has never heard of. */
export default scenario({
  id: 'store-dies',
  title: 'A tiny store dies, hangs and is cut off',
  proves: 'What a tiny store has acknowledged is there again after a kill, a pause and a partition.',
  suites: [],
  topology: () => ({ spares: 1, restarts: 0 }),
  load: { tenants: ['everyone'], series: 1, writesPerSecond: 20 },
  steadyState: 2,
  // There is one store for all clients: while it is away nothing is stored.
  objectives: {
    faults: { 'kill-pod': away, 'pause-pods': away, 'partition-zones': away },
    steps: { 'go on': { because: ALONE, items: { longestGap: AGAIN, latency: AGAIN, errorRatio: 1 } } },
  },
  faults: {
    kill: killPod('store-zone-a-0'),
    pause: pausePods('store-zone-a-0'),
    cut: partitionZones('zone-a'),
  },
  steps: [
    KILL,
    {
      name: 'pause it',
      async run(t) {
        await t.inject('pause')
        await t.recover('pause')
      },
    },
    {
      name: 'cut it off',
      async run(t) {
        await t.inject('cut')
        await t.recover('cut')
      },
    },
    GO_ON,
  ],
  controls: [
    {
      id: 'dropped',
      description: 'the gateway answers for items that it does not pass on, so they are missing',
      expectFail: ['kept'],
      // It needs no fault, and takes less time so.
      steps: [GO_ON],
      inject: { step: 'go on', defect: { kind: 'drop-push', every: 3 } },
      verify: ({ findings }) =>
        findings.some(f => f.check === 'kept' && f.evidence.length > 0) ? undefined : 'no item is told to be missing',
    },
    {
      id: 'unproven',
      description: 'the kill is left out, so nothing proves that it took effect',
      expectFail: ['faults'],
      mayFail: ['coverage'],
      faults: { kill: noOp(killPod('store-zone-a-0')) },
      steps: [KILL, GO_ON],
      verify: () => undefined,
    },
  ],
})
