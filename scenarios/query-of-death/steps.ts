import type { Step, Steps } from '../../harness/mimir/index.ts'
import { DOCUMENT } from '../sharding.ts'
import { giveCache } from './cache-server.ts'
import { DeadlyQuery } from './deadly-query.ts'
import { judge } from './judge.ts'
import type { Row } from './row.ts'
import { tellBlast } from './tell.ts'
import { NAMES, QUERIERS } from './tenants.ts'
import { tracesOf } from './traces.ts'
import { expectShards, shardsOf } from './who-runs.ts'

/** Seconds for which the dead stay away, so that it shows whose queries are answered without them. */
const AWAY = 5

/** Queriers that take the places of dead ones. */
const SUCCESSORS = NAMES.map((_, i) => `querier-${QUERIERS + i}`)

/** Who may die. Who should is known once pods have names; that no other did is expected then. */
const mortal = ({ back }: Row): readonly string[] => (back === 'other' ? [...NAMES, ...SUCCESSORS] : NAMES)

/** Where dead queriers are started again at once, whoever sent the query may be answered in between: that depends on the moment. */
const answeredAgain = (row: Row): Row => {
  const { out, unsaid = [] } = row.predicted
  return { ...row, predicted: { ...row.predicted, out: [], unsaid: [...unsaid, ...out] } }
}

const GIVE_CACHE = {
  name: 'give query-frontends a results cache',
  ref: 'Mimir: pkg/frontend/querymiddleware/query_limiter.go',
  run: giveCache,
} as const satisfies Step

/** A shard that is set on query-frontends alone is none. */
const effective = ({ shard, shardOn }: Row): number => (shardOn === undefined ? shard : 0)

const stepsOf = (row: Row, query: DeadlyQuery) =>
  [
    ...(row.limited?.withCache ? [GIVE_CACHE] : []),
    {
      name: 'look which queriers run whose queries',
      ref: `${DOCUMENT}: "Query-frontend and query-scheduler shuffle sharding"`,
      run: t => expectShards(t, effective(row)),
    },
    {
      name: 'send a query of death',
      ref: `${DOCUMENT}: "The impact of a query of death"`,
      mayDie: mortal(row),
      async run(t) {
        const shards = await shardsOf(t, effective(row))
        const since = Date.now()
        await t.inject('query')
        const after = Date.now()
        await t.traffic(AWAY)
        const [seen, seenAfter] = [t.seen('instant', since), t.seen('instant', after)]
        const { absences } = query
        const blast = {
          shards,
          attackers: query.shards,
          answer: query.sent.at(-1)!.answer,
          deaths: t.deaths(since),
          absences,
          seen,
          seenAfter,
        }
        // Who is started again meanwhile may be replaced once the attack is over; all others tell once they are started.
        const early = row.back === 'same' ? await tracesOf(t, row, blast) : undefined
        const isBack = t.cluster.pods().some(p => p.state === 'running' && blast.deaths.some(d => d.pod === p.name))
        await t.recover('query')
        tellBlast(t, row, query.sent, blast)
        await judge(t, isBack ? answeredAgain(row) : row, blast, early ?? (await tracesOf(t, row, blast)))
      },
    },
    { name: 'steady state again', run: t => t.traffic(5) },
  ] as const satisfies Steps<never, 'query'>

/** What a row is run as: the steps are the same for all of them. */
export function runOf(row: Row) {
  const query = new DeadlyQuery(row)
  return { faults: { query }, steps: stepsOf(row, query) }
}
