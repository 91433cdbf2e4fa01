import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { timeOf } from '../../harness/mimir/signals/ledger/dataset.ts'
import { judge, readRun } from '../judged.ts'
import { NOON, runOf } from '../unit/checks/histories.ts'

/**
 * How long a verdict takes: a run folder of 1,000,000 acked samples (4 tenants, 1,000 series each, 250 ticks of 1 s in 10 stripes),
 * probed each 100 ms, is read from disk and judged. One stripe of each tenant lost a series on the way, which is the slow case: its
 * reads tell series apart. Prints one line of JSON.
 */
const dataset = { tenants: ['a', 'b', 'c', 'd'], series: 1000, stripes: 10, interval: 1000, epoch: NOON }
const run = runOf({ dataset, spacing: { writes: 100, instant: 100, range: 100 } })
const TICKS = 250

const dir = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
try {
  const events = [...dataset.tenants.keys()].flatMap(tenant => [
    ...writes(tenant),
    ...probes(tenant),
    ...finals(tenant),
  ])
  events.push({ type: 'end', at: NOON + TICKS * 1000, outcome: 'completed' })
  writeFileSync(join(dir, 'run.json'), JSON.stringify(run))
  writeFileSync(join(dir, 'history.ndjson'), `${events.map(e => JSON.stringify(e)).join('\n')}\n`)
  const start = performance.now()
  const history = await readRun(dir)
  const { verdict, numbers } = judge(history.run, history.events)
  const seconds = Math.round(performance.now() - start) / 1000
  const { acked_samples: acked, lost_samples: lost } = numbers
  console.log(JSON.stringify({ name: 'check-1M', seconds, events: events.length, acked, lost, verdict }))
} finally {
  rmSync(dir, { recursive: true })
}

function* writes(tenant: number): Generator<HistoryEvent> {
  for (let tick = 0; tick < TICKS; tick++) {
    for (let stripe = 0; stripe < dataset.stripes; stripe++) {
      const due = timeOf(dataset, { tenant, stripe }, tick)
      const ticks: [number, number] = [tick, tick]
      yield {
        type: 'write',
        tenant,
        stripe,
        ticks,
        due,
        start: due,
        end: due + 5,
        outcome: 'acked',
        status: 200,
      }
    }
  }
}

/** Each 100 ms an instant read of the last 30 s and a range read of everything, over the stripes in turn. */
function* probes(tenant: number): Generator<HistoryEvent> {
  for (let n = 0; n < TICKS * 10; n++) {
    const start = NOON + n * 100 + 50
    yield answer(tenant, 'instant', n % dataset.stripes, start, start - 30_000)
    yield answer(tenant, 'range', n % dataset.stripes, start, NOON - 1)
  }
}

function* finals(tenant: number): Generator<HistoryEvent> {
  for (let stripe = 0; stripe < dataset.stripes; stripe++) {
    yield answer(tenant, 'final', stripe, NOON + TICKS * 1000 + 1000, NOON - 1)
  }
}

function answer(
  tenant: number,
  path: 'instant' | 'range' | 'final',
  stripe: number,
  start: number,
  from: number,
): HistoryEvent {
  const first = Math.max(0, Math.ceil((from + 1 - timeOf(dataset, { tenant, stripe }, 0)) / dataset.interval))
  const last = Math.min(TICKS - 1, Math.floor((start - 5 - timeOf(dataset, { tenant, stripe }, 0)) / dataset.interval))
  const ticks: [number, number][] = last < first ? [] : [[first, last]]
  const others = Array.from({ length: 99 }, (_, i) => stripe + 10 * (i + 1))
  const seen = stripe === 0 ? [{ series: others, ticks }] : [{ ticks }]
  const window = { from, to: start }
  return {
    type: 'read',
    path,
    tenant,
    due: start,
    start,
    end: start + 20,
    outcome: 'ok',
    status: 200,
    stripe,
    window,
    seen,
  }
}
