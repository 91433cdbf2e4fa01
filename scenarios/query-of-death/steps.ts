import type { Steps } from '../../harness/mimir/index.ts'
import { DOCUMENT } from '../sharding.ts'
import { DeadlyQuery } from './deadly-query.ts'
import { judge } from './judge.ts'
import type { Row } from './row.ts'
import { tellBlast } from './tell.ts'
import { NAMES, QUERIERS, SHARD } from './tenants.ts'
import { expectShards, shardsOf } from './who-runs.ts'

/** Seconds for which the dead stay away, so that it shows whose queries are answered without them. */
const AWAY = 5

/** Queriers that take the places of dead ones. */
const SUCCESSORS = NAMES.map((_, i) => `querier-${QUERIERS + i}`)

/** Who may die: where just the shard should, any other death is a finding at once. */
const mortal = ({ back, predicted: { dead } }: Row): readonly string[] =>
  dead === 'shard' ? SHARD : back === 'other' ? [...NAMES, ...SUCCESSORS] : NAMES

/** A shard that is set on query-frontends alone is none. */
const effective = ({ shard, shardOn }: Row): number => (shardOn === undefined ? shard : 0)

const stepsOf = (row: Row, query: DeadlyQuery, mayDie: readonly string[]) =>
  [
    {
      name: 'look which queriers run whose queries',
      ref: `${DOCUMENT}: "Query-frontend and query-scheduler shuffle sharding"`,
      run: t => expectShards(t, effective(row)),
    },
    {
      name: 'send a query of death',
      ref: `${DOCUMENT}: "The impact of a query of death"`,
      mayDie,
      async run(t) {
        const shards = await shardsOf(t, effective(row))
        const since = Date.now()
        await t.inject('query')
        const after = Date.now()
        await t.traffic(AWAY)
        const [seen, seenAfter] = [t.seen('instant', since), t.seen('instant', after)]
        const blast = { shards, deaths: t.deaths(since), seen, seenAfter }
        await t.recover('query')
        tellBlast(t, row, query.sent, blast)
        await judge(t, row, blast)
      },
    },
    { name: 'steady state again', run: t => t.traffic(5) },
  ] as const satisfies Steps<never, 'query'>

/** What a row is run as: the steps are the same for all of them. @param mayDie whose deaths do not end the steps */
export function runOf(row: Row, mayDie = mortal(row)) {
  const query = new DeadlyQuery(row, mayDie)
  return { faults: { query }, steps: stepsOf(row, query, mayDie) }
}
