import { microservicesInZones, readWriteInZones, scenario, withSteadyQueriers } from '../../harness/index.ts'
import { companions, handOver, killInEachStep, load, objectives } from '../read-write-migration/demands.ts'
import { gates } from '../read-write-migration/gates.ts'
import { controls } from './controls.ts'
import { steps } from './steps.ts'

export default scenario({
  id: 'read-write-migration-back',
  title: 'Read-write mode becomes microservices',
  proves:
    'A running Mimir in read-write mode can be migrated back to microservices step by step: no request fails, no acknowledged sample is lost, old data stays readable, rules go on.',
  suites: ['nightly'],
  topology: pace => withSteadyQueriers(readWriteInZones(pace)),
  becomes: microservicesInZones,
  load,
  objectives: objectives({
    '5.1': handOver.both,
    '4.3': handOver.alertmanagers,
    '4.1a': handOver.both,
    '4.1b': handOver.both,
    '4.1c': handOver.both,
  }),
  companions,
  gates,
  steps,
  // Without the names the groups run as lists of their modules, which is all that the names were.
  prefers: ['read-write targets'],
  storage: 's3',
  faultMatrix: killInEachStep(steps, /^(0|8|7\.2|6\.1[abc]) /),
  controls,
})
