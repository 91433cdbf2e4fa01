import { pausePods } from '../../harness/index.ts'
import { microservices, scenario } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { controls } from './controls.ts'

/** Milliseconds: -querier.minimize-ingester-requests-hedging-delay, 3 s, and two probes. */
const HEDGED = 5000

const readsWhileIngesterHangs = {
  because:
    'a hung ingester is found out only by the heartbeat timeout; until then a read that has asked it waits for the hedging delay, 3 s, before it asks the third zone',
  instant: HEDGED,
  range: HEDGED,
  labels: HEDGED,
  'cross-tenant': HEDGED,
  rules: HEDGED,
}

export default scenario({
  id: 'ingester-pause',
  title: 'An ingester hangs and goes on later',
  proves:
    'One ingester can hang (SIGSTOP) past the heartbeat timeout: no write fails or waits, no query fails, queries wait for the hedging delay at most, and no acknowledged sample is lost.',
  suites: ['quick', 'nightly'],
  topology: pace => microservices({ zones: 3, pace }),
  objectives: { faults: { 'pause-pods': readsWhileIngesterHangs } },
  faults: { hang: pausePods('ingester-zone-b-0') },
  gates: { ringWhole },
  steps: [
    {
      name: 'hang ingester-zone-b-0 until the ring notices',
      async run(t) {
        await t.gate('ringWhole')
        await t.inject('hang')
        await t.traffic(3)
      },
    },
    { name: 'let it go on', run: t => t.recover('hang') },
    {
      name: 'steady state again',
      async run(t) {
        await t.gate('ringWhole')
        await t.traffic(3)
      },
    },
  ],
  controls,
})
