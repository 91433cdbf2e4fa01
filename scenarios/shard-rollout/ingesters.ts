import { type Step, type Topology, withPreStop } from '../../harness/mimir/index.ts'
import { manyIngesters, ROLLED } from '../sharding.ts'
import { PER_ZONE } from './sizes.ts'
import { steps as all } from './steps.ts'

/** The steps of the strategy, by their numbers. */
const steps: readonly Step<'ringWhole'>[] = all.filter(({ name }) => /^\d/.test(name))

/** As few pods as the strategy for ingesters needs: 20 in place of 31. */
const few = (pace: Topology['pace']): Topology => {
  const one = { 'query-frontend': 1, 'query-scheduler': 1, compactor: 1, alertmanager: 1 }
  return withPreStop(manyIngesters(pace, PER_ZONE, one), 'ruler', [{ sleep: 6 }])
}

/** A light load has 15 queries for labels of a tenant while queriers are rolled: one that is lost is more than the usual share. */
const FEW_QUERIES = { errorRatio: 0.1 } as const
const rolled = { ...ROLLED, labels: FEW_QUERIES, 'cross-tenant': FEW_QUERIES } as const

export const ingestersAlone = {
  description:
    'the strategy for ingesters alone, with fewer pods: a Kubernetes on two cores has no CPU left for all components',
  topology: few,
  signals: [],
  objectives: {
    steps: { '1 let reads ask every ingester': rolled, '4 let reads ask the shard alone': rolled },
  },
  steps,
}
