import { killPod } from '../../harness/index.ts'
import { microservices, scenario } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { readsWhilePodIsGone } from '../objectives.ts'
import { controls, RARE } from './controls.ts'

const RUNBOOK = 'Mimir docs, "Zone-aware replication": the loss of any ingester of one zone goes unnoticed'

/**
 * Seconds of load after the kill. With what comes before it 18 s make 5,000 write requests: where one push in 1,000 is lost, 99 runs of 100 see it. In a
 * control whose defect every request can show, 3 s will do.
 */
const loadAfterTheKill = (control: string | undefined): number => (control === undefined || control === RARE ? 18 : 3)

export default scenario({
  id: 'ingester-kill',
  title: 'An ingester dies by SIGKILL and comes back',
  proves:
    'One ingester of a zone-aware Mimir can die without warning: no write fails or waits, no query fails, queries wait for a connect timeout at most, and no acknowledged sample is lost.',
  suites: ['quick', 'nightly'],
  topology: pace => microservices({ zones: 3, pace }),
  objectives: { faults: { 'kill-pod': readsWhilePodIsGone } },
  faults: { kill: killPod('ingester-zone-a-0') },
  gates: { ringWhole },
  steps: [
    {
      name: 'kill ingester-zone-a-0',
      ref: RUNBOOK,
      async run(t) {
        await t.gate('ringWhole')
        await t.inject('kill')
        await t.traffic(5)
      },
    },
    {
      name: 'start it again, with its volume',
      ref: RUNBOOK,
      run: t => t.recover('kill'),
    },
    {
      name: 'steady state again',
      async run(t) {
        await t.gate('ringWhole')
        await t.traffic(loadAfterTheKill(t.run.control))
      },
    },
  ],
  controls,
})
