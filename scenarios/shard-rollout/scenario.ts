import { alerts, archive, scenario } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { ROLLED, STORE_GATEWAYS_SYNCHRONISE } from '../sharding.ts'
import { controls } from './controls.ts'
import { byFlags } from './flags.ts'
import { ingestersAlone } from './ingesters.ts'
import { before, SHARDED } from './sizes.ts'
import { steps } from './steps.ts'

export default scenario({
  id: 'shard-rollout',
  title: 'Shuffle sharding is turned on, component by component',
  proves:
    'Shards can be turned on for ingesters by the strategy of the document, for store-gateways, rulers, compactors and queriers by overrides, and for Alertmanagers by their replication factor: no write fails or waits, no query fails or lacks a series at any moment, old data included but for the time until store-gateways have the blocks of their shards, rules and alerts go on, and what is new of a tenant is on the pods of its shard alone.',
  suites: ['nightly'],
  topology: before,
  // There are three times as many pods as usual for the same machine.
  load: { tenants: [...SHARDED, 'tenant-c'], series: 300, writesPerSecond: 5 },
  signals: [alerts, archive],
  objectives: {
    steps: {
      '1 let reads ask every ingester': ROLLED,
      '4 let reads ask the shard alone': ROLLED,
      'shard rulers': {
        because: 'rulers look at their overrides and at their ring every 5 s',
        evaluations: 10_000,
        rules: 10_000,
      },
      'give Alertmanagers a smaller replication factor': {
        because: 'an Alertmanager that takes a tenant over knows its alerts when rulers send them again, every 5 s',
        tail: 10_000,
        alerts: { readableAfter: 10_000 },
      },
      'shard store-gateways': STORE_GATEWAYS_SYNCHRONISE,
    },
  },
  variants: {
    overrides: {
      description: 'by runtime overrides, tenant by tenant: nothing is restarted but for what only flags can change',
    },
    flags: byFlags,
    ingesters: ingestersAlone,
  },
  gates: { ringWhole },
  steps,
  controls,
})
