import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import type { VerdictFile } from '../../../harness/history/verdict.ts'
import type { WriteEvent } from '../../../harness/mimir/signals/ledger/ledger-records.ts'
import type { ReadEvent } from '../../../harness/mimir/signals/reads/reads-records.ts'
import { signals } from '../../judged.ts'
import { parsedRun } from '../../run-schema.ts'
import { allowing } from '../checks/histories.ts'

/**
 * A run as it could have been, made by hand: 40 s, three tenants, one ingester killed at +14 s, and writes of every tenant refused from
 * +14.2 s to +15.6 s. All times are relative to `startedAt`.
 */
const startedAt = Date.UTC(2026, 10, 22, 2, 30)

export const sampleRun: RunInfo = parsedRun({
  schema: 3,
  subject: { name: 'mimir', title: 'Mimir' },
  load: 'full',
  tenants: ['tenant-a', 'tenant-b', 'tenant-c'],
  loadBegin: startedAt,
  signals: [],
  id: 'rolling-restart-20261122T023000',
  scenario: 'rolling-restart',
  title: 'Restart every ingester, one zone after another',
  proves:
    'A rolling restart of the ingesters is free of downtime and loses no acknowledged sample, while one of them is killed.',
  provider: 'process',
  pace: 'fast',
  seed: 7,
  command: 'npm run scenario -- run rolling-restart --seed 7',
  startedAt,
  versions: { mimir: '3.0.1 (aced80d)', prometheus: '3.5.0', gauntlet: '0.1.0' },
  host: {
    os: 'linux 6.8.0 x64',
    cpus: 2,
    memory: 8_354_201_600,
    sandbox: 'namespaces',
    addresses: '127.0.1.1 to 127.0.1.14',
  },
  dataset: {
    tenants: ['tenant-a', 'tenant-b', 'tenant-c'],
    series: 1000,
    stripes: 10,
    interval: 1000,
    epoch: startedAt,
  },
  spacing: { writes: 100, instant: 100, range: 200, rules: 1000 },
  objectives: allowing(250, { steady: { instant: 1000 } }),
  steadyState: 5,
  coverage: {},
  rule: { record: 'gauntlet:sample:count', interval: 1 },
  settings: {
    'blocks_storage.tsdb.block_ranges_period': {
      default: '2h',
      value: '20s',
      why: 'the head is compacted within the run',
    },
    'ingester.ring.heartbeat_period': {
      default: '15s',
      value: '1s',
      why: 'pace fast: a dead member is seen in seconds',
    },
    'limits.ruler_evaluation_delay_duration': { default: '1m', value: '0s', why: 'recorded series are read at once' },
  },
  notCovered: ['The store was not read alone: no block was shipped within 40 s.'],
})

export const sampleVerdict: VerdictFile = {
  schema: 3,
  compared: signals.flatMap(s => s.compared ?? []),
  scenario: 'rolling-restart',
  provider: 'process',
  seed: 7,
  versions: sampleRun.versions,
  verdict: 'invalid',
  findings: [
    {
      check: 'loss',
      verdict: 'valid',
      summary: '0 of 1,148,000 acked samples lost, 0 corrupt, 0 duplicate; every one was read.',
      evidence: [],
    },
    {
      check: 'availability',
      verdict: 'invalid',
      summary: 'Writes were down for 1.50 s (±100 ms) at worst; 250 ms are allowed.',
      evidence: ['tenant-a', 'tenant-b', 'tenant-c'].map((tenant, i) => ({
        kind: 'window',
        text: `writes of ${tenant}: no success from 02:30:14.1${i}0 to 02:30:15.6${i}0: down for 1.300 s to 1.500 s, 250 ms allowed; 14 operations failed, most often "503 at least 2 live replicas required, could only find 1" (14); during step "roll zone-b", fault kill-pod#1 on ingester-zone-c-0`,
        from: startedAt + 14_100 + i * 10,
        to: startedAt + 15_600 + i * 10,
        tenant,
        data: { path: 'writes', atLeastMs: 1300, atMostMs: 1500, failed: 14, open: false },
      })),
    },
    {
      check: 'isolation',
      verdict: 'unknown',
      summary: 'tenant-c sent too few reads to compare: 17 of 20.',
      evidence: [{ kind: 'few', text: 'tenant-c: 17 range reads were answered, 20 are needed' }],
    },
    {
      check: 'gates',
      verdict: 'valid',
      summary: '2 of 2 gates held.',
      evidence: [
        { kind: 'gate', text: 'ring-healthy held after 3.20 s', from: startedAt + 20_000, to: startedAt + 23_200 },
      ],
    },
  ],
  misprints: [],
  tables: [],
  excludes: [
    { kind: 'lost write requests', unit: 'ratio', bound: 3 / 6700 },
    { kind: 'lost write requests', unit: 'ratio', bound: 3 / 2231, of: 'tenant-c' },
    { kind: 'samples that come late to reads', unit: 'ms', bound: 4 },
    { kind: 'samples that come late to reads', unit: 'ms', bound: 31, of: 'half of the reads' },
  ],
  steps: [
    { step: 'warm up', outcome: 'done', seconds: 5 },
    { step: 'roll zone-a', outcome: 'done', seconds: 5.5 },
    { step: 'roll zone-b', outcome: 'done', seconds: 9.4 },
    { step: 'roll zone-c', outcome: 'done', seconds: 7.7 },
    { step: 'compact heads', outcome: 'skipped', seconds: 0 },
    { step: 'read everything back', outcome: 'done', seconds: 4.1 },
  ],
  faults: [
    {
      id: 'kill-pod#1',
      kind: 'kill-pod',
      pods: ['ingester-zone-c-0'],
      outcome: 'recovered',
      proof:
        'process 4711 was gone after 3 ms and the ring showed ingester-zone-c-0 unhealthy; ready again after 3.40 s',
    },
  ],
  numbers: {
    acked_samples: 1_148_000,
    write_p50_ms: 4.1,
    write_p99_ms: 41.25,
    instant_p99_ms: 18.4,
    harness_cpu_percent: 11.2,
    harness_rss_bytes: 181_403_648,
  },
  notCovered: sampleRun.notCovered,
  repeat: 'npm run scenario -- run rolling-restart --seed 7',
}

/** The same run as a control that was to lose writes, and did. */
export const sampleControl: { run: RunInfo; verdict: VerdictFile } = {
  run: { ...sampleRun, control: 'two-zones-at-once' },
  verdict: {
    ...sampleVerdict,
    control: 'two-zones-at-once',
    asExpected: {
      met: true,
      expected: 'invalid: availability, a window of writes',
      got: 'invalid: availability, a window of writes of 1.50 s',
    },
  },
}

/** A sequence that looks random and is the same every time: numbers in [0, 1). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** Probes of every path and tenant for `length` ms, one each `spacing` ms; refused writes and slow reads after the kill. */
function sampleOperations(length: number, spacing: number): (WriteEvent | ReadEvent)[] {
  const roll = dice(7)
  const all: (WriteEvent | ReadEvent)[] = []
  for (let t = 500; t < length; t += spacing) {
    for (let tenant = 0; tenant < 3; tenant++) {
      const due = startedAt + t + tenant * 10
      const troubled = t >= 14_200 && t < 15_600
      const [write, read] = [3 + 4 * roll() ** 4 * 20, 2 + 6 * roll() ** 3 * 5 + (troubled ? 500 * roll() : 0)]
      all.push({
        type: 'write',
        tenant,
        stripe: (t / spacing) % 10,
        ticks: [Math.floor(t / 1000), Math.floor(t / 1000)],
        due,
        start: due,
        end: due + write,
        ...(troubled
          ? { outcome: 'unknown', status: 503, error: 'at least 2 live replicas required, could only find 1' }
          : { outcome: 'acked', status: 200 }),
      })
      all.push({ type: 'read', path: 'instant', tenant, due, start: due, end: due + read, outcome: 'ok', status: 200 })
      if (t % (2 * spacing) !== 0) continue
      const failed = troubled && roll() < 0.4
      all.push({
        type: 'read',
        path: 'range',
        tenant,
        due,
        start: due,
        end: due + read * 3,
        ...(failed ? { outcome: 'failed', error: 'timeout' } : { outcome: 'ok', status: 200 }),
      })
    }
  }
  return all
}

const pods = ['a', 'b', 'c'].flatMap(zone => [
  { pod: `ingester-zone-${zone}-0`, component: 'ingester', zone: `zone-${zone}` },
  { pod: `store-gateway-zone-${zone}-0`, component: 'store-gateway', zone: `zone-${zone}` },
])

const stateless = ['distributor-0', 'querier-0', 'query-frontend-0'].map(pod => ({
  pod,
  component: pod.replace('-0', ''),
}))

const course: HistoryEvent[] = [
  { type: 'step', step: 'warm up', phase: 'begin', at: 500 },
  { type: 'step', step: 'warm up', phase: 'done', at: 5500 },
  { type: 'step', step: 'roll zone-a', phase: 'begin', at: 5500, ref: 'Mimir docs, perform a rolling update' },
  { type: 'pod', pod: 'ingester-zone-a-0', component: 'ingester', phase: 'stopping', at: 5600 },
  { type: 'ring', ring: 'ingester', at: 5650, states: { ACTIVE: 2, LEAVING: 1 } },
  { type: 'pod', pod: 'ingester-zone-a-0', component: 'ingester', phase: 'exited', at: 7100 },
  { type: 'pod', pod: 'ingester-zone-a-0', component: 'ingester', phase: 'starting', at: 7200 },
  { type: 'pod', pod: 'ingester-zone-a-0', component: 'ingester', phase: 'ready', at: 10_400 },
  { type: 'ring', ring: 'ingester', at: 10_300, states: { ACTIVE: 3 } },
  { type: 'step', step: 'roll zone-a', phase: 'done', at: 11_000 },
  { type: 'step', step: 'roll zone-b', phase: 'begin', at: 11_000, ref: 'Mimir docs, perform a rolling update' },
  { type: 'pod', pod: 'ingester-zone-b-0', component: 'ingester', phase: 'stopping', at: 11_100 },
  { type: 'ring', ring: 'ingester', at: 11_150, states: { ACTIVE: 2, LEAVING: 1 } },
  { type: 'pod', pod: 'ingester-zone-b-0', component: 'ingester', phase: 'exited', at: 13_000 },
  { type: 'pod', pod: 'ingester-zone-b-0', component: 'ingester', phase: 'starting', at: 13_100 },
  { type: 'fault', id: 'kill-pod#1', kind: 'kill-pod', pods: ['ingester-zone-c-0'], phase: 'injecting', at: 14_000 },
  { type: 'pod', pod: 'ingester-zone-c-0', component: 'ingester', phase: 'killed', at: 14_003 },
  { type: 'fault', id: 'kill-pod#1', kind: 'kill-pod', pods: ['ingester-zone-c-0'], phase: 'injected', at: 14_003 },
  {
    type: 'fault',
    id: 'kill-pod#1',
    kind: 'kill-pod',
    pods: ['ingester-zone-c-0'],
    phase: 'effective',
    at: 14_200,
    detail: 'the ring shows ingester-zone-c-0 unhealthy',
  },
  { type: 'ring', ring: 'ingester', at: 14_200, states: { ACTIVE: 1, LEAVING: 1, Unhealthy: 1 } },
  { type: 'pod', pod: 'ingester-zone-b-0', component: 'ingester', phase: 'ready', at: 15_600 },
  { type: 'ring', ring: 'ingester', at: 15_600, states: { ACTIVE: 2, Unhealthy: 1 } },
  { type: 'fault', id: 'kill-pod#1', kind: 'kill-pod', pods: ['ingester-zone-c-0'], phase: 'recovering', at: 17_000 },
  { type: 'pod', pod: 'ingester-zone-c-0', component: 'ingester', phase: 'starting', at: 17_000 },
  { type: 'pod', pod: 'ingester-zone-c-0', component: 'ingester', phase: 'ready', at: 20_400 },
  { type: 'ring', ring: 'ingester', at: 20_300, states: { ACTIVE: 3 } },
  {
    type: 'fault',
    id: 'kill-pod#1',
    kind: 'kill-pod',
    pods: ['ingester-zone-c-0'],
    phase: 'recovered',
    at: 20_400,
    detail: 'ready, and ACTIVE in the ring',
  },
  {
    type: 'gate',
    gate: 'ring-healthy',
    expr: 'max(cortex_ring_members{name="ingester",state="ACTIVE"})',
    wants: '= 3',
    phase: 'waiting',
    at: 20_000,
  },
  { type: 'step', step: 'roll zone-b', phase: 'done', at: 20_400 },
  {
    type: 'gate',
    gate: 'ring-healthy',
    expr: 'max(cortex_ring_members{name="ingester",state="ACTIVE"})',
    wants: '= 3',
    phase: 'held',
    at: 23_200,
    seen: '3, from 9 targets',
  },
  { type: 'step', step: 'roll zone-c', phase: 'begin', at: 23_200, ref: 'Mimir docs, perform a rolling update' },
  { type: 'pod', pod: 'ingester-zone-c-0', component: 'ingester', phase: 'paused', at: 24_000 },
  { type: 'pod', pod: 'ingester-zone-c-0', component: 'ingester', phase: 'resumed', at: 26_000 },
  { type: 'route', at: 28_000, routes: { writes: ['mimir-write'], reads: ['query-frontend'] } },
  { type: 'step', step: 'roll zone-c', phase: 'done', at: 30_900 },
  { type: 'step', step: 'compact heads', phase: 'skipped', at: 30_900, detail: 'the run is too short for a block' },
  { type: 'step', step: 'read everything back', phase: 'begin', at: 35_500 },
  { type: 'step', step: 'read everything back', phase: 'done', at: 39_600 },
  { type: 'end', at: 40_000, outcome: 'completed' },
]

const shifted = (event: HistoryEvent): HistoryEvent => ('at' in event ? { ...event, at: event.at + startedAt } : event)

const setUp: HistoryEvent[] = [
  { type: 'route', at: 100, routes: { writes: ['distributor'], reads: ['query-frontend'] } },
  { type: 'ring', ring: 'ingester', at: 200, states: { ACTIVE: 3 } },
  { type: 'ring', ring: 'store-gateway', at: 200, states: { ACTIVE: 3 } },
  ...[...pods, ...stateless].flatMap((pod, i): HistoryEvent[] => [
    { type: 'pod', ...pod, phase: 'starting', at: 0 },
    { type: 'pod', ...pod, phase: 'ready', at: 400 + i * 12 },
  ]),
]

const seconds = Array.from({ length: 40 }, (_, s) => s)
const roll = dice(11)

const measured: HistoryEvent[] = [
  ...seconds.map(
    (s): HistoryEvent => ({
      type: 'harness',
      at: startedAt + s * 1000 + 3,
      delay: 2 + 30 * roll() ** 6,
      cpu: 90 + 40 * roll(),
      rss: 170e6 + s * 3e5,
    }),
  ),
  ...pods
    .filter(p => p.component === 'ingester')
    .map(
      (p, i): HistoryEvent => ({
        type: 'metric',
        metric: 'writes',
        unit: '/s',
        unfolded: true,
        pod: p.pod,
        points: seconds.map(s => [
          startedAt + s * 1000,
          (i === 2 && s >= 14 && s <= 18) || s < 1 ? 0 : 28 + 4 * roll(),
        ]),
      }),
    ),
  {
    type: 'metric',
    metric: 'queries',
    unit: '/s',
    unfolded: true,
    pod: 'query-frontend-0',
    points: seconds.map(s => [startedAt + s * 1000, s < 1 ? 0 : 44 + 6 * roll()]),
  },
]

export const sampleEvents: HistoryEvent[] = [
  ...setUp.map(shifted),
  ...course.map(shifted),
  ...sampleOperations(39_500, 100),
  ...measured,
]

/** A run that is too big in every way: 63 tenants, 400 pods, a metric point a second for two hours, rings that never rest, findings with long and many evidences. */
export function bigRun(): { run: RunInfo; verdict: VerdictFile; events: HistoryEvent[] } {
  const tenants = Array.from({ length: 63 }, (_, i) => `tenant-${i}`)
  const hours = Array.from({ length: 7200 }, (_, s): [number, number] => [startedAt + s * 1000, (s * 7919) % 1000])
  const events: HistoryEvent[] = Array.from({ length: 420 }, (_, i) => i).flatMap(i => [
    { type: 'pod', pod: `ingester-${i}`, component: 'ingester', phase: 'starting', at: startedAt },
    { type: 'pod', pod: `ingester-${i}`, component: 'ingester', phase: 'ready', at: startedAt + 1000 },
    {
      type: 'pod',
      pod: `ingester-${i}`,
      component: 'ingester',
      phase: 'killed',
      at: startedAt + 5000 + i,
      detail: 'x'.repeat(5000),
    },
    { type: 'metric', metric: 'writes', pod: `ingester-${i}`, points: hours },
    { type: 'step', step: `step ${i} ${'of many '.repeat(20)}`, phase: 'begin', at: startedAt + i * 1000 },
  ])
  for (const path of ['instant', 'range', 'labels', 'rules', 'cross-tenant'] as const) {
    for (let i = 0; i < 20_500; i++) {
      const due = startedAt + i * 350
      events.push({
        type: 'read',
        path,
        tenant: i % 63,
        due,
        start: due,
        end: due + (i % 97),
        outcome: i % 31 === 0 ? 'failed' : 'ok',
        error: `error ${i}`,
      })
    }
  }
  for (let i = 0; i < 24_000; i++) {
    events.push({
      type: 'ring',
      ring: `ring-${i % 40}`,
      at: startedAt + i * 300,
      states: { ACTIVE: 400 - (i % 7), LEAVING: i % 7 },
    })
  }
  const evidence = Array.from({ length: 10_000 }, (_, i) => ({
    kind: 'lost',
    text: `sample ${i} `.repeat(200),
    from: startedAt + i * 100,
    tenant: tenants[i % 63]!,
  }))
  const findings = ['loss', 'availability', 'isolation'].map(check => ({
    check,
    verdict: 'invalid' as const,
    summary: 'much was lost',
    evidence,
  }))
  return {
    run: { ...sampleRun, dataset: { ...sampleRun.dataset, tenants } },
    verdict: { ...sampleVerdict, findings },
    events,
  }
}
