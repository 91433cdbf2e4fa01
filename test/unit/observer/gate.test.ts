import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Pod } from '../../../harness/cluster/cluster.ts'
import type { GateEvent } from '../../../harness/history/events.ts'
import { above, atLeast, below, counted, equals, gate, started } from '../../../harness/observer/gate.ts'
import { Observer } from '../../../harness/observer/observer.ts'
import { systemClock } from '../../../harness/util/clock.ts'
import { DeadlineError, UsageError } from '../../../harness/util/errors.ts'

test.each([
  [equals(3), '= 3', [3], [2, 4, Number.NaN]],
  [atLeast(3), '>= 3', [3, 4], [2.9, Number.NaN]],
  [above(3), '> 3', [3.1], [3, 2, Number.NaN]],
  [below(3), '< 3', [2.9], [3, 4, Number.NaN]],
])('$words', (predicate, words, right, wrong) => {
  expect([predicate.words, right.every(predicate.holds), wrong.some(predicate.holds)]).toEqual([words, true, false])
})

test('a gate knows the targets that must be scraped, and has 30 s', () => {
  const { expr, wants, scraped, deadline } = gate('sum(up)', equals(3), '{component="ingester"}')
  expect([expr, wants.words, scraped, deadline]).toEqual(['sum(up)', '= 3', 'up{component="ingester"}', 30_000])
})

test('what is no PromQL is refused when the scenario is loaded', () => {
  expect(() => gate('sum(up', equals(3), '{}')).toThrow(
    new UsageError('not PromQL, at character 7: sum(up<here>', 'correct the expression in the scenario'),
  )
  expect(() => gate('sum(up)', equals(3), '{component=}')).toThrow(UsageError)
})

/** What this stand-in for a Prometheus answers, by expression; nothing to what it does not know. */
let answers: Record<string, number[]>
let server: Server
let observer: Observer
let events: GateEvent[]
let pods: Pod[]

beforeAll(async () => {
  server = createServer((req, res) => {
    const expr = new URL(req.url!, 'http://prometheus').searchParams.get('query')!
    const result = (answers[expr] ?? []).map((value, i) => ({
      metric: { pod: `ingester-${i}` },
      value: [systemClock.now() / 1000, String(value)],
    }))
    res.end(JSON.stringify({ data: { result } }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => void server.close())
beforeEach(() => {
  events = []
  const { port } = server.address() as AddressInfo
  pods = []
  observer = new Observer(
    `http://127.0.0.1:${port}`,
    { record: event => void events.push(event as GateEvent) },
    'fast',
    {
      pods: () => pods,
    },
  )
})

const BEGIN = 1_000_000
const later = () => systemClock.now() / 1000 + 60
const TIMES = 'timestamp(up{component="ingester"}) and up{component="ingester"} == 1'
const UP = 'up{component="ingester"}'
const whole = gate('sum(up)', equals(2), '{component="ingester"}', 300)
const told = () => events.map(({ phase, seen }) => [phase, ...(seen === undefined ? [] : [seen])].join(': '))

test('it holds when every sample does, and every target was scraped since it began to wait', async () => {
  answers = { [TIMES]: [later(), later()], [UP]: [1, 1], 'sum(up)': [2] }
  await observer.pass('whole', whole, BEGIN)
  expect(told()).toEqual(['waiting', 'held: 2 (2 of 2 targets scraped)'])
  const { at, ...first } = events[0]!
  expect(first).toEqual({ type: 'gate', gate: 'whole', expr: 'sum(up)', wants: '= 2', phase: 'waiting' })
})

test.each<[string, Record<string, number[]>, string, string]>([
  [
    'an empty answer is not zero, and disproves nothing',
    { [TIMES]: [later()], [UP]: [1] },
    'nothing (1 of 1 targets scraped)',
    'unanswered',
  ],
  [
    'one wrong sample is enough',
    { [TIMES]: [later()], [UP]: [1], 'sum(up)': [2, 3] },
    '2, 3 (1 of 1 targets scraped)',
    'failed',
  ],
  ['no target, no proof', { 'sum(up)': [2] }, `no target matches ${UP}`, 'unanswered'],
  [
    'an old scrape is no proof',
    { [TIMES]: [later(), 1], [UP]: [1, 1], 'sum(up)': [2] },
    '1 of 2 targets scraped since the gate began to wait',
    'unanswered',
  ],
  [
    'a target that is down is no proof',
    { [TIMES]: [later()], [UP]: [1, 0], 'sum(up)': [2] },
    '1 of 2 targets scraped since the gate began to wait',
    'unanswered',
  ],
])('%s', async (_, given, seen, phase) => {
  answers = given
  const message = `waited 0.3 s for gate "whole": sum(up) = 2; last seen: ${seen}`
  await expect(observer.pass('whole', whole, BEGIN)).rejects.toThrow(new DeadlineError(message))
  expect(told()).toEqual(['waiting', `${phase}: ${seen}`])
})

test('no gate holds before Prometheus has heard of every pod that runs', async () => {
  answers = { up: [1], [TIMES]: [later()], [UP]: [1], 'sum(up)': [2] }
  const pod = (name: string, state: Pod['state'] = 'running'): Pod => ({
    ...{ name, state, workload: 'ingester', components: ['ingester'], zone: undefined, instance: undefined, url: '' },
    address: { host: '', ports: {} },
  })
  pods = [pod('ingester-0'), pod('ingester-1'), pod('ingester-2', 'stopped')]
  await expect(observer.pass('whole', whole, BEGIN)).rejects.toThrow('last seen: not scraped yet: ingester-1')
  pods = [pod('ingester-0')]
  await observer.pass('whole', whole, BEGIN)
  expect(told().at(-1)).toBe('held: 2 (1 of 1 targets scraped)')
})

test('at the real pace everything that Mimir does by its settings may take sixty times as long', () => {
  const [fast, real] = (['fast', 'real'] as const).map(
    pace => new Observer('http://127.0.0.1:9', { record() {} }, pace, { pods: () => [] }),
  )
  expect([fast!.patience(180_000), real!.patience(180_000)]).toEqual([180_000, 3 * 3_600_000])
})

test("an expression may refer to the running step's begin", async () => {
  const begun = gate('start > $step_begin', equals(1700), '{component="ingester"}', 300)
  answers = { [TIMES]: [later()], [UP]: [1], 'start > 1000.000': [1700] }
  await observer.pass('begun', begun, BEGIN)
  expect(events.at(-1)).toMatchObject({
    phase: 'held',
    expr: 'start > 1000.000',
    seen: '1700 (1 of 1 targets scraped)',
  })
})

test('numbers are told with six digits at most', async () => {
  answers = { [TIMES]: [later()], [UP]: [1], 'sum(up)': [-0.2999999523162842] }
  await expect(observer.pass('whole', whole, BEGIN)).rejects.toThrow('last seen: -0.3 (1 of 1 targets scraped)')
})

test('gates that are ready-made are PromQL', () => {
  expect([started('{component="querier"}').expr, counted('requests_total{code="200"}', '{zone="a"}').expr]).toEqual([
    '(process_start_time_seconds{component="querier"} + 1 - $step_begin) or (0 * up{component="querier"} - 1)',
    expect.stringContaining('sum by (pod) (requests_total{code="200"} @ $step_begin and on (pod) up{zone="a"})'),
  ])
})
