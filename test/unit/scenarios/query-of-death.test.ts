import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/index.ts'
import { type Actions, querierShard } from '../../../harness/mimir/index.ts'
import { type Blast, judge } from '../../../scenarios/query-of-death/judge.ts'
import { queriesOfDeath } from '../../../scenarios/query-of-death/queries-of-death.ts'
import type { Row } from '../../../scenarios/query-of-death/row.ts'
import { BASE, rows } from '../../../scenarios/query-of-death/rows.ts'
import { ATTACKER, NAMES, NEXT, SHARD } from '../../../scenarios/query-of-death/tenants.ts'
import { attacked } from '../../../scenarios/query-of-death/topology.ts'

type Death = Extract<HistoryEvent, { type: 'pod' }>

const died = (pod: string, seconds = 0, outOfMemory: 'limit' | 'machine' = 'limit'): Death => ({
  type: 'pod',
  pod,
  component: 'querier',
  phase: 'died',
  at: 1000 * seconds,
  detail: 'OOMKilled',
  outOfMemory,
})

/** Of each tenant, what was answered and what failed while the dead were away. */
const seen = (attacker: number, sharing: [ok: number, failed: number] = [9, 0]): Blast['seen'] => [
  { tenant: 'attacker-0', ok: attacker, failed: 3, median: 5, longestGap: 8000 },
  { tenant: 'sharing-4', ok: sharing[0], failed: sharing[1], median: 5, longestGap: 500 },
  { tenant: 'apart-1', ok: 9, failed: 0, median: 5, longestGap: 500 },
]

const others = NAMES.filter(name => !SHARD.includes(name))

/** What the judge says of a blast: undefined where it is as predicted. */
async function told(
  row: Row,
  deaths: readonly Death[],
  clients = seen(0),
  log = `activity="${queriesOfDeath.samples.text}"`,
) {
  const t = {
    async expect(what: string, condition: () => unknown) {
      const answer = await condition()
      if (answer !== true) throw new Error(`expected ${what}; seen: ${answer}`)
    },
    cluster: { logs: async () => [log] },
  } as unknown as Actions
  return judge(t, row, { shards: new Map(), deaths, seen: clients, seenAfter: clients }).then(
    () => undefined,
    (thrown: Error) => thrown.message,
  )
}

const shard = SHARD.map(name => died(name))

test('just the shard, of the query, by its limit, and only the attacker is out', async () => {
  expect(SHARD).toEqual(querierShard(NAMES, ATTACKER, 2))
  expect(await told(BASE, shard)).toBeUndefined()
})

test('another querier, or one of the shard that lives, is no containment', async () => {
  expect(await told(BASE, [...shard, died(others[0]!)])).toContain('to die; seen:')
  expect(await told(BASE, shard.slice(1))).toContain('to die; seen:')
  expect(await told(BASE, [])).toContain('to die; seen: none')
})

test('a death that has another reason is not of the query', async () => {
  expect(await told(BASE, [shard[0]!, died(SHARD[1]!, 0, 'machine')])).toContain('by its memory limit; seen:')
  expect(await told(BASE, shard, seen(0), 'activity="up"')).toContain('its log names no such query')
})

test('a neighbour whose query fails or is not answered, or an attacker that goes on, is another blast radius', async () => {
  expect(await told(BASE, shard, seen(0, [9, 1]))).toContain('sharing-4: 1 failed, 9 answered')
  expect(await told(BASE, shard, seen(0, [0, 0]))).toContain('sharing-4: 0 failed, 0 answered')
  expect(await told(BASE, shard, seen(2))).toContain('attacker-0: 2 answered')
})

test('a shard that is as large as the fleet is refused: it would be none', () => {
  expect(() => attacked('fast', { ...BASE, shard: NAMES.length })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: a shard of 8 is none among 8 queriers: use 1 to 7, or 0 for all]`,
  )
})

test('once the delay runs out the next two die, not before and not much later', async () => {
  const row = rows['delay-30s']
  const next = (seconds: number) => [...shard, ...NEXT.map(name => died(name, seconds))]
  expect(await told(row, next(33))).toBeUndefined()
  const strange = others.filter(name => !NEXT.includes(name)).slice(0, 2)
  expect(await told(row, [...shard, ...strange.map(name => died(name, 33))])).toContain('to die next')
  expect(await told(row, next(12))).toContain('30 to 42 s after the first; seen: 12.0 s, 12.0 s')
  expect(await told(row, next(50))).toContain('30 to 42 s after the first')
})
