import { floods as flooding, floodOf, scenario } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { noReadsNorWrites } from '../objectives.ts'
import { controls } from './controls.ts'
import { floods, steps } from './flooding.ts'
import { outOfMemory, withoutSeriesLimit } from './out-of-memory.ts'
import { choose } from './tenants.ts'
import { sharded } from './topology.ts'

/**
 * Milliseconds. A pod that has used up its CPU limit gets no more until 100 ms are over, with the flood and without it, and a write passes several of them. Whether the others wait
 * longer in the flood than in calm `neighbours` says.
 */
const SHORT_OF_CPU = 500

/**
 * Milliseconds. Of three replicas two have to answer: a tenant that shares one ingester has no spare one, and waits for the slower of the other two. So it may not fail,
 * and is none of those whose times are compared.
 */
const WITHOUT_SPARE = 600

export default scenario({
  id: 'noisy-neighbour',
  title: 'One tenant floods the others',
  proves:
    'With a limit for each tenant and shards one tenant can send many times its share: the limit hits it alone, pods of its shard that can not take more hit those who have too few others, who shares one of three loses nothing, and of tenants that share none of these neither the 99th percentile nor the error rate is twice that of the calm before.',
  suites: ['nightly'],
  topology: pace => sharded(pace, 'writes'),
  load: {
    tenants: {
      apart: {},
      'apart-too': {},
      one: { faults: { flood: { writes: WITHOUT_SPARE } } },
      sharer: { faults: { flood: noReadsNorWrites } },
    },
    series: 150,
    writesPerSecond: 10,
    choose,
  },
  objectives: { steady: { writes: SHORT_OF_CPU, instant: 2 * SHORT_OF_CPU } },
  signals: [flooding],
  faults: { flood: floodOf('writes') },
  gates: { ringWhole },
  steps: steps(floods.writes),
  variants: {
    writes: {
      description: 'it floods writes: the limit spares distributors, which have no shards, and shards spare ingesters',
    },
    cardinality: {
      description:
        'it floods new series, without a limit, until ingesters reach their limit of memory: shards spare the others',
      topology: pace => withoutSeriesLimit(sharded(pace, 'writes')),
      faults: { flood: floodOf('cardinality') },
      steps: outOfMemory,
    },
    queries: {
      description: 'it floods queries that cost CPU: its queue has a limit, and shards spare queriers',
      topology: pace => sharded(pace, 'queries'),
      faults: { flood: floodOf('queries') },
      steps: steps(floods.queries),
    },
    rules: {
      description:
        'it floods rules that cost CPU: one ruler has no CPU left, and evaluates rules of others in time all the same, since the noisy one may have so many groups',
      topology: pace => sharded(pace, 'rules'),
      faults: { flood: floodOf('rules') },
      steps: steps(floods.rules),
    },
  },
  controls,
})
