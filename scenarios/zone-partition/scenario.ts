import { microservices, partitionZones, scenario } from '../../harness/index.ts'
import { ringWhole } from '../gates.ts'
import { readsWhileZoneIsSilent } from '../objectives.ts'
import { controls } from './controls.ts'

export default scenario({
  id: 'zone-partition',
  title: 'A zone is cut off from the others and joined again',
  proves:
    'One zone can be unreachable past the heartbeat timeout while its pods live on: no write fails or waits, no query fails, queries wait for the hedging delay at most, and no acknowledged sample is lost or seen twice.',
  suites: ['quick', 'nightly'],
  topology: pace => microservices({ zones: 3, pace }),
  objectives: { faults: { 'partition-zones': readsWhileZoneIsSilent } },
  faults: { cut: partitionZones('zone-c') },
  gates: { ringWhole },
  steps: [
    {
      name: 'cut zone-c off until the ring notices',
      async run(t) {
        await t.gate('ringWhole')
        await t.inject('cut')
        await t.traffic(3)
      },
    },
    { name: 'join it again', run: t => t.recover('cut') },
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
