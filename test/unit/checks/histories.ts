import type { HistoryEvent, Ticks } from '../../../harness/history/events.ts'
import type { Objectives } from '../../../harness/history/objective.ts'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import { allowancesOf, pathDefaults } from '../../../harness/history/signal.ts'
import { timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import type { WriteEvent } from '../../../harness/mimir/signals/ledger/ledger-records.ts'
import type { ReadEvent, Seen } from '../../../harness/mimir/signals/reads/reads-records.ts'
import { objectivesOf } from '../../../harness/scenario/complete-objectives.ts'
import type { ObjectivesSpec, TenantDemands } from '../../../harness/scenario/demands.ts'
import { signals } from '../../judged.ts'
import { parsedRun } from '../../run-schema.ts'

/** 12:00:00.000 UTC: histories begin here, so the clock times in evidence are easy to read. */
export const NOON = Date.UTC(2030, 0, 1, 12)

/** Milliseconds since noon as a moment. */
export const at = (ms: number): number => NOON + ms

/** As a scenario would be given them, for probes without a spacing: every path may be without a success for so many milliseconds, but for what is said. */
export const allowing = (
  ms: number,
  { steady = {}, ...more }: ObjectivesSpec = {},
  steps: string[] = [],
  tenants: TenantDemands[] = [],
): Objectives =>
  objectivesOf({ ...more, steady: { writes: ms, instant: ms, ...steady } }, pathDefaults(signals), {
    provider: 'process',
    spacing: {},
    lightLoad: false,
    allowances: allowancesOf(signals),
    steps,
    tenants,
  })

const base = parsedRun({
  schema: 3,
  subject: { name: 'mimir', title: 'Mimir' },
  load: 'full',
  tenants: ['tenant-a', 'tenant-b'],
  loadBegin: NOON,
  signals: [],
  id: 'test',
  scenario: 'test',
  title: 'Test',
  proves: 'nothing',
  provider: 'process',
  pace: 'fast',
  seed: 1,
  command: 'npm run scenario -- run test',
  startedAt: NOON,
  versions: {},
  host: { os: 'linux', cpus: 2, memory: 4, sandbox: 'none', addresses: 'loopback' },
  dataset: { tenants: ['tenant-a', 'tenant-b'], series: 4, stripes: 2, interval: 1000, epoch: NOON },
  spacing: {},
  objectives: allowing(200),
  steadyState: 0,
  coverage: {},
})

/** Two tenants of 4 series in 2 stripes (even series and odd ones), a sample each second; stripe 1 is half a second later, tenant-b a quarter. */
export const runOf = (changes: Partial<RunInfo> = {}): RunInfo => ({
  ...base,
  ...changes,
  tenants: changes.tenants ?? changes.dataset?.tenants ?? base.tenants,
  loadBegin: changes.loadBegin ?? changes.dataset?.epoch ?? base.loadBegin,
})

/** An acked request of tenant-a's stripe 0 that took 10 ms from when it was due. */
export function write(tick: number, changes: Partial<WriteEvent> = {}): WriteEvent {
  const stripe = { tenant: changes.tenant ?? 0, stripe: changes.stripe ?? 0 }
  const due = timeOf(base.dataset, stripe, changes.ticks?.[0] ?? tick)
  const ticks: Ticks = [tick, tick]
  return {
    type: 'write',
    tenant: 0,
    stripe: 0,
    ticks,
    due,
    start: due,
    end: due + 10,
    outcome: 'acked',
    status: 200,
    ...changes,
  }
}

/** A request that failed with 503. */
export const failedWrite = (tick: number, changes: Partial<WriteEvent> = {}): WriteEvent =>
  write(tick, { outcome: 'unknown', status: 503, error: 'no healthy upstream', ...changes })

/** A read of tenant-a's stripe 0 that begins at `ms` after noon, covers everything before and takes 20 ms. */
export const read = (ms: number, seen: Seen[], changes: Partial<ReadEvent> = {}): ReadEvent => ({
  type: 'read',
  path: 'instant',
  tenant: 0,
  due: at(ms),
  start: at(ms),
  end: at(ms + 20),
  outcome: 'ok',
  status: 200,
  stripe: 0,
  window: { from: NOON - 1, to: at(ms) },
  seen,
  ...changes,
})

/** A read of no samples: labels, rules. */
export const look = (ms: number, path: ReadEvent['path'], changes: Partial<ReadEvent> = {}): ReadEvent => ({
  type: 'read',
  path,
  tenant: 0,
  due: at(ms),
  start: at(ms),
  end: at(ms + 20),
  outcome: 'ok',
  status: 200,
  ...changes,
})

/** All series of the stripe in these ticks; a group of some series. */
export const all = (...ticks: Ticks[]): Seen => ({ ticks })
export const only = (series: number[], ...ticks: Ticks[]): Seen => ({ series, ticks })

export const end = (ms: number): HistoryEvent => ({ type: 'end', at: at(ms), outcome: 'completed' })

/** The steady state from when the load begins to a moment. */
export const steady = (to: number): HistoryEvent[] => step(0, to, 'steady state')

/** A step from one moment to another, and a fault on ingester-0, both proved. */
export const step = (from: number, to: number, name = 'roll zone-a'): HistoryEvent[] => [
  { type: 'step', step: name, phase: 'begin', at: at(from) },
  { type: 'step', step: name, phase: 'done', at: at(to) },
]
export const fault = (from: number, to: number, id = 'kill-pod#1'): HistoryEvent[] => {
  const of = { type: 'fault' as const, id, kind: id.split('#')[0]!, pods: ['ingester-0'] }
  return [
    { ...of, phase: 'injecting', at: at(from) },
    { ...of, phase: 'effective', at: at(from + 10), detail: 'pid 7 is gone' },
    { ...of, phase: 'recovering', at: at(to - 10) },
    { ...of, phase: 'recovered', at: at(to), detail: 'ingester-0 is ACTIVE' },
  ]
}

/** A fault in a step, from which on two samples of series 2 are missing, in the final read, too. */
export const lostInStep: readonly HistoryEvent[] = [
  write(0),
  write(1),
  write(2),
  ...step(2500, 3500),
  ...fault(2600, 3400),
  read(2700, [all([0, 2])]),
  read(3000, [all([0, 0]), only([0], [1, 2])]),
  read(4000, [all([0, 0]), only([0], [1, 2])], { path: 'final' }),
  end(5000),
]
