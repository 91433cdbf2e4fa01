import { killZones, microservices, scenario } from '../../harness/index.ts'
import { ringWhole } from '../gates.ts'
import { readsWhileZoneIsSilent } from '../objectives.ts'
import { controls } from './controls.ts'

const RUNBOOK = 'Mimir docs, "Zone-aware replication": one whole zone may be lost'

export default scenario({
  id: 'zone-outage',
  title: 'A whole zone loses power and comes back',
  proves:
    'All ingesters and store-gateways of one zone can die at once, stay away past the heartbeat timeout, and replay their logs: no write fails or waits, no query fails, queries wait for the hedging delay at most, and no acknowledged sample is lost.',
  suites: ['quick', 'nightly'],
  topology: pace => microservices({ zones: 3, pace }),
  objectives: { faults: { 'kill-zones': readsWhileZoneIsSilent } },
  faults: { outage: killZones('zone-a') },
  gates: { ringWhole },
  steps: [
    {
      name: 'power fails, until the ring notices',
      ref: RUNBOOK,
      async run(t) {
        await t.gate('ringWhole')
        await t.inject('outage')
        await t.traffic(3)
      },
    },
    {
      name: 'power is back',
      ref: RUNBOOK,
      run: t => t.recover('outage'),
    },
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
