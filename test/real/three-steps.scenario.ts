import { atLeast, gate, type ObjectivesSpec } from '../../harness/index.ts'
import { type Actions, oneOfEach, scale, scenario, withFlags } from '../../harness/mimir/index.ts'
import { noLoad } from './no-load.ts'

/** Milliseconds, generous, since two tests may share a small machine. */
const objectives: ObjectivesSpec = {
  steady: { writes: 2000, instant: 2000, rules: 10_000, evaluations: 10_000 },
  faults: {
    'kill-pod': {
      because: 'a read waits for the connect timeout when a pod has gone and its address with it',
      instant: 8000,
      range: 8000,
      labels: 8000,
      rules: 10_000,
    },
  },
}

const addQuerier = (t: Actions) => t.apply(topology => scale(topology, 'querier', 2))

/** Three short steps for faults that no scenario declares: one rolls an ingester, one scales a Deployment, one changes nothing. */
export default scenario({
  id: 'three-steps',
  title: 'An ingester is restarted, and a querier added',
  proves: 'nothing by itself: faults are put into its steps',
  suites: [],
  topology: pace => oneOfEach({ zones: 3, pace }),
  gates: { serving: gate('sum(up{component="ingester"})', atLeast(3), '{component="ingester"}') },
  objectives,
  steadyState: 2,
  variants: {
    careful: { description: 'the ring is whole before anything is done' },
    hasty: { description: 'nobody looks at it', steps: [{ name: 'add a querier', run: addQuerier }] },
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
    { name: '3.3 look again', run: t => t.gate('serving') },
  ],
  controls: [noLoad],
})
