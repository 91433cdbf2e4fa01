import { killZones } from '../../harness/index.ts'
import { microservicesInZones, readWriteInZones, scenario, withSteadyQueriers } from '../../harness/mimir/index.ts'
import { controls } from './controls.ts'
import { handOver, killInEachStep, load, objectives, signals } from './demands.ts'
import { documented } from './documented.ts'
import { gates } from './gates.ts'
import { steps } from './steps.ts'

export default scenario({
  id: 'read-write-migration',
  title: 'Microservices become read-write mode',
  proves:
    'A running Mimir in microservices mode can be migrated to read-write mode step by step: no request fails, no acknowledged sample is lost, old data stays readable, rules go on.',
  suites: ['nightly'],
  topology: pace => withSteadyQueriers(microservicesInZones(pace)),
  becomes: readWriteInZones,
  load,
  objectives: objectives({
    '4.1': handOver.both,
    '4.3': handOver.alertmanagers,
    '5.2': handOver.both,
    '5.4': handOver.alertmanagers,
  }),
  signals,
  faults: { outage: killZones('zone-a') },
  gates,
  steps,
  // Without the names the groups run as lists of their modules, which is all that the names were.
  prefers: ['read-write targets'],
  storage: 's3',
  variants: {
    careful: {
      description:
        'zone by zone, each hand-over proved before the next begins, Alertmanagers included; reads pass by query-schedulers that stop',
    },
    documented: {
      description:
        "literally what the document description: all schedulers' clients at once, store-gateways of all zones at once, its own waits, Alertmanagers deleted in the end",
      topology: microservicesInZones,
      steps: documented,
    },
  },
  faultMatrix: killInEachStep(steps, /^(1|6\.1|6\.2|7\.1|7\.2[abc]|8) /),
  controls,
})
