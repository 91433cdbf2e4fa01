import { isDeepStrictEqual } from 'node:util'
import type { Judged } from '../../harness/index.ts'
import { type Controls, type Step, type Topology, withOwnOverrides } from '../../harness/mimir/index.ts'
import { COMPARED, type ComparedFact, compare } from './compare.ts'
import { type gates, give, PATIENT } from './give.ts'
import { type AllHeld, type Held, wholeRing } from './held.ts'
import { seriesByIngester } from './series.ts'
import { sizesAreRead } from './sizes-are-read.ts'
import { SMALL, TENANTS, withSizes } from './tenants.ts'

/** A fact of the history: where series are that writers do not shard, by tenant. */
const UNSHARDED = 'series without shards'

const BATCH = 'small'

const allBut = (topology: Topology, forgotten: string): string[] =>
  topology.workloads.map(w => w.name).filter(name => name !== forgotten)

const forgotten = (workload: string) => `small shards, forgotten on ${workload}s`

/** The sizes reach every workload but this one, which has none. */
const forgottenOn = (workload: string) => ({
  objectives: { steps: { [give.name]: PATIENT, [forgotten(workload)]: PATIENT } },
  topology: (t: Topology) => withOwnOverrides(t, allBut(t, workload)),
  steps: [
    give,
    {
      name: forgotten(workload),
      async run(t) {
        t.note(UNSHARDED, Object.fromEntries(seriesByIngester(await wholeRing(t, 'ingester'), BATCH, 0)))
        await t.apply(topology => withSizes(topology, SMALL, allBut(topology, workload)))
        await sizesAreRead(t, SMALL, new RegExp(`^(?!${workload}$)`))
        await compare(t, SMALL, BATCH)
      },
    },
  ] as const satisfies readonly Step<keyof typeof gates>[],
})

/** What contradicts that of all tenants just this is elsewhere than predicted, and in the stated way. @param as how it must be, by tenant */
export function onlyElsewhere(
  { events }: Pick<Judged, 'events'>,
  what: string,
  as: (found: Held, tenant: string, predicted: Held) => boolean,
): string | undefined {
  const fact = events.find(e => e.type === 'fact' && e.fact === COMPARED)
  if (fact?.type !== 'fact') return 'nothing was compared: the step did not come so far'
  const { unlike } = fact.value as ComparedFact
  const other = unlike.find(u => u.what !== what)
  if (other) return `${other.what} of ${other.tenant} are not where they should be either`
  const spared = TENANTS.filter(tenant => !unlike.some(u => u.tenant === tenant))
  if (spared.length > 0) return `${what} of ${spared.join(', ')} are where they should be`
  const strange = unlike.find(u => !as(u.found, u.tenant, u.predicted))
  return strange && `${what} of ${strange.tenant} are on ${Object.keys(strange.found).join(', ') || 'no pod'}`
}

function unsharded({ events }: Judged): AllHeld {
  const fact = events.find(e => e.type === 'fact' && e.fact === UNSHARDED)
  return new Map(fact?.type === 'fact' ? Object.entries(fact.value as Record<string, Held>) : [])
}

export const controls = [
  {
    id: 'forgotten-on-distributors',
    description:
      'all but distributors have the sizes: each ingester has just those series of each tenant that it would have without shards, and all else is where it is predicted to be',
    expectFail: ['expectations'],
    ...forgottenOn('distributor'),
    verify: judged => {
      const without = unsharded(judged)
      return onlyElsewhere(judged, 'series', (found, tenant) => isDeepStrictEqual(found, without.get(tenant)))
    },
  },
  {
    id: 'forgotten-on-query-schedulers',
    description:
      'all but query-schedulers have the sizes, query-frontends too: queriers outside of the shards run queries of each tenant, and all else is where it is predicted to be',
    expectFail: ['expectations'],
    ...forgottenOn('query-scheduler'),
    verify: judged =>
      onlyElsewhere(judged, 'queries', (found, _, predicted) => Object.keys(found).some(pod => !(pod in predicted))),
  },
] as const satisfies Controls<keyof typeof gates>
