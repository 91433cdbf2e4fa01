import type { Judged } from '../../harness/index.ts'
import { type Controls, floodOf } from '../../harness/mimir/index.ts'
import { floods, unprotected } from './flooding.ts'
import { withoutLimits, withoutShards } from './topology.ts'

/** Writes of the others suffer by this. @returns what contradicts it */
const suffers = ({ findings }: Judged, what: string): string | undefined => {
  const evidence = findings.find(f => f.check === 'neighbours')?.evidence ?? []
  const seen = evidence.some(e => e.kind === 'suffers' && e.data?.path === 'writes' && e.data.what === what)
  return seen ? undefined : `${what} of the others' writes was not seen to be twice that of the calm`
}

const faults = { flood: floodOf('writes') }

export const controls = [
  {
    id: 'limits-off',
    description:
      'the noisy tenant has no limit: distributors, which have no shards, have no CPU left for the others, whose p99 is twice that of the calm or more',
    expectFail: ['neighbours'],
    mayFail: ['availability', 'rules', 'coverage', 'faults', 'assertions'],
    topology: withoutLimits,
    steps: unprotected(floods.writes, 'distributors', true),
    faults,
    verify: judged => suffers(judged, 'the 99th percentile'),
  },
  {
    id: 'no-shards',
    description:
      'no tenant has a shard: every ingester gets more of the noisy tenant than it can take, within its limit, and refuses writes of all others',
    expectFail: ['neighbours', 'availability'],
    mayFail: ['rules', 'coverage', 'assertions'],
    topology: withoutShards,
    steps: unprotected(floods.writes, 'ingesters', false),
    faults,
    verify: judged => suffers(judged, 'the error rate'),
  },
] as const satisfies Controls<'ringWhole', 'flood'>
