import { LOOKS, type Row } from './row.ts'

/** Seconds for which a client waits at most where it asks the gateway, which waits no longer than 30 s for an answer. */
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
const runsOut = (delay: number, how: string, client: Row['client']): Row => ({
  ...BASE,
  description: `a delay of ${delay} s runs out while dead queriers are away, and the client ${how}: the query goes on to the next two`,
  delay,
  client,
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
  'crash-loop': {
    ...BASE,
    description:
      'dead queriers are started again, at once and then after 10, 20, 40 and 80 s, as the kubelet does: the client asks until they are away for longer than the delay of the document, and others die',
    back: 'same',
    client: { times: 1, waits: PROXY, untilOthersDie: 300 },
    predicted: {
      // The two of the shard are forgotten one after the other, and each time the shard is drawn anew.
      dead: [3, 6],
      out: [],
      unsaid: ['attacker', 'sharing', 'apart'],
      othersMayFail: true,
      // 80 s are longer than the delay. So are 40 s, where a querier takes long to start.
      crashes: [4, 5],
    },
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
  'delay-10s': runsOut(10, 'still waits', { times: 1, waits: 10 + LOOKS }),
  'delay-30s': runsOut(30, 'asks again', { times: 2, waits: PROXY }),
  // Through no proxy: who asks again meanwhile is refused (429) once the queue of the tenant is full.
  'delay-60s': runsOut(60, 'still waits at the query-frontend', {
    times: 1,
    waits: 60 + LOOKS,
    asks: 'query-frontend',
  }),
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
    description: 'an estimated memory limit, and a query of which it counts less than half: who runs it dies first',
    flags: { [ESTIMATED]: '400000000' },
    query: 'labels',
  },
  blocked: {
    ...BASE,
    description: 'the query is blocked: query-frontends refuse it, and nobody dies',
    blocked: '.*:1ms.*',
    predicted: { dead: 0, out: [], answer: 'blocked' },
  },
  limited: {
    ...BASE,
    description:
      'the query may be run once in five minutes: without a shard it kills five queriers, and is refused when it is sent again. What kills at once is not prevented',
    shard: 0,
    limited: { every: 300, withCache: true },
    client: { times: 3, waits: 8 },
    predicted: { ...fiveTries, answer: 'the query has been limited' },
  },
  'limited-without-cache': {
    ...BASE,
    description:
      'the same in a Mimir without a results cache, in which query-frontends count: they panic instead of that, for this query alone, and nobody dies',
    shard: 0,
    limited: { every: 300, withCache: false },
    client: { times: 3, waits: 8 },
    predicted: { dead: 0, out: [], answer: '502' },
  },
} as const satisfies Record<string, Row>
