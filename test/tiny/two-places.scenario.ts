import { scenario } from './subject.ts'

const topology = () => ({ spares: 1, restarts: 0 })

/** A second place beside the main one: what is done there does nothing to clients here. On kind it is a machine beside a Kubernetes cluster. */
export default scenario({
  id: 'two-places',
  title: 'A tiny store beside another one is restarted',
  proves: 'What is done in one place of a run does nothing to the other.',
  suites: [],
  topology,
  places: { vm: { provider: 'process', topology } },
  load: { tenants: ['everyone'], series: 1, writesPerSecond: 20 },
  objectives: { steady: { items: { process: 500, kind: 2000 } } },
  steadyState: 2,
  steps: [
    {
      name: 'restart the store of the other place',
      async run(t) {
        const before = t.cluster.pods().map(p => p.instance)
        const there = t.place('vm').cluster.pod('store-zone-a-0').instance
        await t.place('vm').restart('store-zone-a')
        await t.expect('another process in the other place', () => {
          return t.place('vm').cluster.pod('store-zone-a-0').instance !== there || 'the same one'
        })
        await t.expect('no other process in the main place', () => {
          const others = t.cluster.pods().filter((p, i) => p.instance !== before[i])
          return others.length === 0 || others.map(p => p.name).join(', ')
        })
      },
    },
    { name: 'some time after', run: t => t.traffic(2) },
  ],
  controls: [
    {
      id: 'here',
      description:
        'the store of the main place is restarted instead: clients are without it for longer than is allowed',
      expectFail: ['availability'],
      steps: [{ name: 'restart the store', run: t => t.restart('store-zone-a') }],
      verify: ({ findings }) =>
        findings.some(f => f.evidence.some(e => e.kind === 'window')) ? undefined : 'there was no window of downtime',
    },
  ],
})
