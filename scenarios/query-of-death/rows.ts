import { LOOKS, type Row } from './row.ts'

/** Seconds after which a client gives up and asks again: the gateway, as any proxy, waits no longer than 30 s. */
const PROXY = 25

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
  description: `a delay of ${delay} s runs out while dead queriers are away and the client still waits, or asks again: the query goes on to the next two`,
  delay,
  client: { times: Math.ceil((delay + LOOKS) / PROXY), waits: Math.min(delay + LOOKS, PROXY) },
  predicted: { dead: 4, out: ['attacker'], unsaid: ['sharing', 'apart'], othersMayFail: true },
})

const fiveTries = { dead: 5, out: [], othersMayFail: true } as const

const ESTIMATED = 'querier.max-estimated-memory-consumption-per-query'
const ESTIMATED_TOO_MUCH = 'err-mimir-max-estimated-memory-consumption-per-query'

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
      'dead queriers are replaced by pods with other ids: the shard is drawn anew when they come, so that others die, too; it may be drawn from the dead until the delay is over',
    delay: 20,
    back: 'other',
    client: { times: 1, waits: 15 },
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
  panic: {
    ...BASE,
    description: 'a query that makes the queriers panic, whatever memory they have: it is contained all the same',
    query: 'label',
  },
  'memory-limit': {
    ...BASE,
    description: 'an estimated memory limit of a fifth of what a querier may have refuses the query: nobody dies',
    flags: { [ESTIMATED]: '100000000' },
    predicted: { dead: 0, out: [], answer: ESTIMATED_TOO_MUCH },
  },
  'memory-limit-too-late': {
    ...BASE,
    description:
      'an estimated memory limit just below what a querier may have: it dies first, since what was freed and what it has beside are not counted',
    flags: { [ESTIMATED]: '500000000' },
  },
  blocked: {
    ...BASE,
    description: 'the query is blocked: query-frontends refuse it, and nobody dies',
    blocked: '.*:1ms.*',
    predicted: { dead: 0, out: [], answer: 'blocked' },
  },
} as const satisfies Record<string, Row>
