import type { Row } from './row.ts'

/** The document's way: a shard, and a delay of a minute. */
export const BASE: Row = {
  description:
    'a shard of two and the delay of the document; dead queriers stay away, and the client gives up before the delay ends',
  shard: 2,
  delay: 60,
  client: { times: 1, waits: 8 },
  predicted: { dead: 'shard', out: ['attacker'] },
}

/** The delay runs out while queriers are away and the client waits: a second pair takes their places, and the delay begins anew for these. */
const runsOut = (delay: number): Row => ({
  ...BASE,
  description: `a delay of ${delay} s runs out while dead queriers are away and the client still waits: the query goes on to the next two`,
  delay,
  client: { times: 1, waits: delay + 12 },
  predicted: { dead: 4, out: ['attacker'], unsaid: ['sharing', 'apart'], othersMayFail: true },
})

const fiveTries = { dead: 5, out: [], othersMayFail: true } as const

/** All rows but the first, each a variant of the scenario. */
export const rows = {
  'shard-off': {
    ...BASE,
    description: 'no shard: each of five tries kills another querier',
    shard: 0,
    predicted: fiveTries,
  },
  'no-delay': {
    ...BASE,
    description:
      'a shard without delay: another querier takes the place of each that died, until the five tries are over',
    delay: 0,
    predicted: fiveTries,
  },
  'same-id': {
    ...BASE,
    description: 'dead queriers are started again at once under their ids: their tenant kills them again, and no other',
    back: 'same',
    predicted: { dead: 'shard', out: [], unsaid: ['attacker'] },
  },
  'other-id': {
    ...BASE,
    description:
      'dead queriers are replaced by pods with other ids: the shard is drawn anew when they come, and others die, too',
    back: 'other',
    client: { times: 1, waits: 30 },
    predicted: { dead: [3, 5], out: [], unsaid: ['attacker', 'sharing', 'apart'], othersMayFail: true },
  },
  'client-retries': {
    ...BASE,
    description: 'the client asks again by itself within the delay: its queries wait, and nobody else dies',
    client: { times: 3, waits: 6 },
  },
  'delay-10s': runsOut(10),
  'delay-30s': runsOut(30),
  'delay-60s': runsOut(60),
  'no-retries': {
    ...BASE,
    description: 'the query-frontend tries a query once (0 retries): one querier dies',
    tries: 0,
    predicted: { dead: 1, out: [], othersMayFail: true },
  },
  'two-schedulers': {
    ...BASE,
    description: 'two query-schedulers, each with its own delay: the same two queriers die',
    schedulers: 2,
  },
  'shard-on-frontend': {
    ...BASE,
    description: 'the shard is set on query-frontends alone: it has no effect where a query-scheduler runs',
    shardOn: 'query-frontend',
    predicted: fiveTries,
  },
  'straight-to-querier': {
    ...BASE,
    description:
      'the query is sent to a querier itself: no shard holds without a query-frontend, and nobody tries it again',
    client: { times: 1, waits: 8, asks: 'querier' },
    predicted: { dead: 1, out: [], othersMayFail: true },
  },
  'memory-limit': {
    ...BASE,
    description: 'the estimated memory limit refuses the query before it has the memory: nobody dies',
    flags: { 'querier.max-estimated-memory-consumption-per-query': '400000000' },
    predicted: { dead: 0, out: [], answer: 'err-mimir-max-estimated-memory-consumption-per-query' },
  },
  'memory-limit-too-late': {
    ...BASE,
    description: 'the same limit, and a query whose labels are counted once they are made: it dies before',
    flags: { 'querier.max-estimated-memory-consumption-per-query': '400000000' },
    query: 'labels',
  },
  blocked: {
    ...BASE,
    description: 'the query is blocked: query-frontends refuse it, and nobody dies',
    blocked: '.*:1ms.*',
    predicted: { dead: 0, out: [], answer: 'blocked' },
  },
} as const satisfies Record<string, Row>
