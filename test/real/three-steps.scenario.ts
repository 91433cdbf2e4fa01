import { type Actions, atLeast, gate, microservices, scale, scenario, withFlags } from '../../harness/index.ts'

/** What reads may wait, ms, when a pod has gone and its address with it; generous, since two tests may share a small machine. */
const budget = { perPath: { writes: 2000, instant: 8000, range: 8000, labels: 8000, rules: 10_000 } }

const addQuerier = (t: Actions) => t.apply(topology => scale(topology, 'querier', 2))

/** Three short steps for faults that no scenario declares: one rolls an ingester, one scales a Deployment, one changes nothing. */
export default scenario({
  id: 'three-steps',
  title: 'An ingester is restarted, and a querier added',
  proves: 'nothing by itself: faults are put into its steps',
  suites: [],
  topology: pace => microservices({ zones: 3, pace }),
  gates: { serving: gate('sum(up{component="ingester"})', atLeast(3), '{component="ingester"}') },
  budget,
  readings: {
    careful: { says: 'the ring is whole before anything is done' },
    hasty: { says: 'nobody looks at it', steps: [{ name: 'add a querier', run: addQuerier }] },
  },
  faultMatrix: { fault: 'kill-pod', steps: ['3.2'] },
  steps: [
    {
      name: '3.1 restart the ingester of zone-a with another flag',
      async run(t) {
        await t.gate('serving')
        await t.apply(topology => withFlags(topology, 'ingester-zone-a', { 'log.level': 'debug' }))
      },
    },
    { name: '3.2 add a querier', run: addQuerier },
    { name: 'steady state', run: t => t.gate('serving') },
  ],
  controls: [{ id: 'no-load', says: 'there is no load', red: ['loss'], verdict: 'unknown', noLoad: true }],
})
