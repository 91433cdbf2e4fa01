import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import type { HistoryEvent } from '../../../harness/index.ts'
import { type Actions, querierShard } from '../../../harness/mimir/index.ts'
import { absences } from '../../../scenarios/query-of-death/absences.ts'
import { startCache } from '../../../scenarios/query-of-death/cache-server.ts'
import { DeadlyQuery } from '../../../scenarios/query-of-death/deadly-query.ts'
import { type Blast, judge } from '../../../scenarios/query-of-death/judge.ts'
import { queriesOfDeath } from '../../../scenarios/query-of-death/queries-of-death.ts'
import type { Row } from '../../../scenarios/query-of-death/row.ts'
import { BASE, rows } from '../../../scenarios/query-of-death/rows.ts'
import { ATTACKER, NAMES } from '../../../scenarios/query-of-death/tenants.ts'
import { attacked } from '../../../scenarios/query-of-death/topology.ts'
import { tracesOf } from '../../../scenarios/query-of-death/traces.ts'

/** The attacker's shard where pods have the names that they were given, and the next one. */
const SHARD = querierShard(NAMES, ATTACKER, 2)
const others = NAMES.filter(name => !SHARD.includes(name))
const NEXT = querierShard(others, ATTACKER, 2)

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

/** What the judge says of a blast: undefined where it is as predicted. */
async function told(row: Row, deaths: readonly Death[], clients = seen(0), { isNamed = true, answer = '' } = {}) {
  const t = {
    async expect(what: string, condition: () => unknown) {
      const answer = await condition()
      if (answer !== true) throw new Error(`expected ${what}; seen: ${answer}`)
    },
  } as unknown as Actions
  const attackers = { first: SHARD, next: NEXT }
  const blast = { shards: new Map(), attackers, deaths, answer, absences: [], seen: clients, seenAfter: clients }
  return judge(t, row, blast, new Map(deaths.map(d => [d.pod, isNamed]))).then(
    () => undefined,
    (thrown: Error) => thrown.message,
  )
}

const shard = SHARD.map(name => died(name))

test('just the shard, of the query, by its limit, and only the attacker is out', async () => {
  expect(await told(BASE, shard)).toBeUndefined()
})

test('another querier, or one of the shard that lives, is no containment', async () => {
  expect(await told(BASE, [...shard, died(others[0]!)])).toContain('to die; seen:')
  expect(await told(BASE, shard.slice(1))).toContain('to die; seen:')
  expect(await told(BASE, [])).toContain('to die; seen: none')
})

test('a death that has another reason is not of the query', async () => {
  expect(await told(BASE, [shard[0]!, died(SHARD[1]!, 0, 'machine')])).toContain('by its memory limit; seen:')
  expect(await told(BASE, shard, seen(0), { isNamed: false })).toContain('its log names no such query')
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

test('in a crash loop others die in the fifth absence of the shard, which is the first that is longer than the delay', async () => {
  const row = rows['crash-loop']
  const crashes = (times: readonly number[]) => times.flatMap(at => SHARD.map(name => died(name, at)))
  const loop = crashes([0, 5, 20, 45, 90])
  expect(await told(row, [...loop, died(others[0]!, 153)])).toBeUndefined()
  expect(await told(row, [...loop, died(others[0]!, 120)])).toContain(
    '60 to 72 s after one of them was last seen; seen: 30',
  )
  expect(await told(row, [...crashes([0, 5]), died(others[0]!, 68)])).toContain(
    '4 to 5 times when others do; seen: 2 and 2',
  )
  expect(await told(row, loop)).toContain('3 to 6 different queriers to die')
})

test('who died of the query is known by what the log says of it', async () => {
  const logs = new Map([
    ['querier-0', [`activity="${queriesOfDeath.samples.text}"`]],
    ['querier-1', ['activity="up"']],
  ])
  const t = { cluster: { logs: async (name: string) => logs.get(name)! } } as unknown as Actions
  const blast = { deaths: [died('querier-0'), died('querier-0'), died('querier-1')] }
  expect([...(await tracesOf(t, BASE, blast))]).toEqual([
    ['querier-0', true],
    ['querier-1', false],
  ])
  expect([...(await tracesOf(t, { ...BASE, back: 'other' }, blast))]).toEqual([])
})

test('an absence ends when another instance of the same querier runs, also where nobody saw it dead', async () => {
  const over = new AbortController()
  const pod = (name: string, state: 'running' | 'died', instance: string) => ({
    name,
    state,
    instance,
    components: ['querier'],
  })
  const looks = [
    [pod('a', 'running', '1'), pod('b', 'running', '1')],
    [pod('a', 'died', '1'), pod('b', 'running', '2')],
    [pod('a', 'running', '2'), pod('b', 'died', '2')],
    [pod('a', 'running', '2'), pod('b', 'died', '3')],
  ]
  const cluster = {
    pods() {
      const now = looks.shift()!
      if (looks.length === 0) over.abort()
      return now
    },
  } as unknown as Parameters<typeof absences>[0]
  const all = await absences(cluster, over.signal)
  expect(
    all.map(({ querier, from, to }) => [querier, to === undefined ? 'not back' : to > from ? 'away' : 'at once']),
  ).toEqual([
    ['a', 'away'],
    ['b', 'at once'],
    ['b', 'away'],
    ['b', 'not back'],
  ])
})

test('a query that is limited is run once, and refused the next time', async () => {
  const five = NAMES.slice(0, 5).map(name => died(name))
  expect(await told(rows.limited, five, seen(9), { answer: '429: the query has been limited by' })).toBeUndefined()
  expect(await told(rows.limited, five, seen(9), { answer: '500' })).toContain(
    'has been limited" in the end; seen: 500',
  )
})

test('the cache that limited queries need adds a key once until its time is over', async () => {
  const [host = '', port] = (await startCache({ host: '127.0.0.1', port: 0 })).split(':')
  const socket = connect(Number(port), host).setEncoding('latin1')
  const answers: string[] = []
  socket.on('data', (text: string) => answers.push(...text.split('\r\n').filter(Boolean)))
  const add = (key: string, seconds: number) => socket.write(`add ${key} 0 ${seconds} 2\r\nab\r\n`)
  add('a', 60)
  add('a', 60)
  add('b', 0)
  add('b', 0)
  socket.write('set a 0 60 3\r\na\r')
  socket.write('\n\r\ngets a b\r\n')
  await expect.poll(() => answers).toEqual(['STORED', 'NOT_STORED', 'STORED', 'STORED', 'STORED', 'END'])
  socket.destroy()
})

test('a query that kills nothing has no effect: the memory that it took is told', async () => {
  const instance = { name: 'querier-0', components: ['querier'], state: 'running', instance: '1' }
  const scene = {
    cluster: { pods: () => [instance] },
    observer: { query: async () => [{ labels: {}, value: 144.2 * 1024 ** 2 }] },
    signal: new AbortController().signal,
  } as unknown as Parameters<DeadlyQuery['effect']>[0]
  const query = new DeadlyQuery(BASE)
  query.sent.push({ at: 0, took: 2000, answer: 'answered' })
  vi.useFakeTimers()
  const effect = query.effect(scene).catch((thrown: Error) => thrown.message)
  await vi.advanceTimersByTimeAsync(4000)
  expect(await effect).toBe(
    'the query killed no querier, the largest took 144 MiB (answered): send one that wants more, or lower the limit',
  )
  vi.useRealTimers()
})
