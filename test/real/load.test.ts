import { expect, test } from 'vitest'
import type { HistoryEvent, Ticks } from '../../harness/history/events.ts'
import { readAll } from '../../harness/mimir/signals/ledger/final-read.ts'
import { Ledger } from '../../harness/mimir/signals/ledger/ledger.ts'
import type { WriteEvent } from '../../harness/mimir/signals/ledger/ledger-records.ts'
import { cross } from '../../harness/mimir/signals/reads/foreign-reads.ts'
import { writeIdentities } from '../../harness/mimir/signals/reads/identity.ts'
import { Probers } from '../../harness/mimir/signals/reads/probers.ts'
import type { ReadEvent } from '../../harness/mimir/signals/reads/reads-records.ts'
import { rulesApi } from '../../harness/mimir/signals/reads/rules-api.ts'
import { instant, range } from '../../harness/mimir/signals/reads/sample-reads.ts'
import { labels, rules } from '../../harness/mimir/signals/reads/value-reads.ts'
import { setupRules } from '../../harness/mimir/signals/rules/rules-setup.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { SingleMimir } from './mimir.ts'

const ticksOf = (runs: readonly Ticks[]): number[] =>
  runs.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))

test('what Mimir acknowledged is what it gives back, to its own tenant alone', { timeout: 90_000 }, async () => {
  await using mimir = await SingleMimir.start()
  const dataset = {
    tenants: ['tenant-a', 'tenant-b', 'tenant-c'],
    series: 100,
    stripes: 10,
    interval: 1000,
    epoch: Math.ceil(systemClock.now()),
  }
  await setupRules(mimir.url, dataset.tenants)
  await writeIdentities(mimir.url, dataset.tenants, AbortSignal.timeout(30_000))
  const events: HistoryEvent[] = []
  const to = { dataset, gateway: mimir.url, recorder: { record: (event: HistoryEvent) => events.push(event) } }

  const clients = [
    new Ledger(to),
    ...[instant, range, labels, rules, rulesApi, cross].map(
      probe => new Probers({ ...to, probe, spacing: probe.spacing }),
    ),
  ]
  for (const client of clients) client.start()
  await systemClock.sleep(6000)
  await Promise.all(clients.map(client => client.stop()))
  const final = await readAll({ ...to, url: mimir.url, path: 'final', to: systemClock.now() })

  const writes = events.filter((e): e is WriteEvent => e.type === 'write')
  const reads = events.filter((e): e is ReadEvent => e.type === 'read')
  const on = (path: string) => reads.filter(read => read.path === path)

  expect(final).toEqual({ chunks: 30, neverRead: 0 })
  expect(writes.filter(write => write.outcome !== 'acked')).toEqual([])
  expect(reads.filter(read => read.outcome !== 'ok')).toEqual([])
  expect(reads.flatMap(read => read.anomalies ?? [])).toEqual([])
  // 3 tenants for 6 s: 10 writes, 5 instant, 1 range and 1 labels read a second each, a rules and a cross read every two. A busy machine is a little late.
  const counts = Object.fromEntries(
    ['instant', 'range', 'labels', 'rules', 'cross-tenant'].map(path => [path, on(path).length]),
  )
  expect(writes.length).toBeGreaterThanOrEqual(160)
  expect(counts.instant).toBeGreaterThanOrEqual(80)
  for (const [path, enough] of [
    ['range', 12],
    ['labels', 15],
    ['rules', 7],
    ['cross-tenant', 7],
  ] as const) {
    expect(counts[path], path).toBeGreaterThanOrEqual(enough)
  }

  for (let tenant = 0; tenant < dataset.tenants.length; tenant++) {
    for (let stripe = 0; stripe < dataset.stripes; stripe++) {
      const written = ticksOf(writes.filter(w => w.tenant === tenant && w.stripe === stripe).map(w => w.ticks))
      const read = on('final').find(r => r.tenant === tenant && r.stripe === stripe)
      // All series alike: one group without indices.
      expect(read?.seen).toEqual([{ ticks: [[written[0], written.at(-1)]] }])
      expect(written).toEqual(Array.from(written, (_, i) => written[0]! + i))
      // Probes saw them too: reads of both kinds.
      for (const path of ['instant', 'range']) {
        const probed = on(path).filter(r => r.tenant === tenant && r.stripe === stripe)
        expect(
          probed.flatMap(r => r.seen!).filter(group => group.series !== undefined),
          path,
        ).toEqual([])
        // In six seconds range reads come to some of the stripes only.
        const seen = new Set(probed.flatMap(r => r.seen!).flatMap(group => ticksOf(group.ticks)))
        if (path === 'instant') expect(seen.size, `${path} of tenant ${tenant} stripe ${stripe}`).toBeGreaterThan(0)
      }
    }
    expect(on('range').filter(r => r.tenant === tenant && r.seen!.length > 0).length, 'range').toBeGreaterThan(0)
    // A tenant sees its own label value and, as another, nothing.
    expect(
      on('labels')
        .filter(r => r.tenant === tenant)
        .at(-1)!.values,
    ).toEqual([dataset.tenants[tenant]])
    const evaluations = on('rules')
      .filter(r => r.tenant === tenant)
      .at(-1)!.values as number[]
    expect(evaluations.length, `evaluations of ${dataset.tenants[tenant]}`).toBeGreaterThan(0)
  }
  // Each tenant's own metadata and exemplars are there to be told apart, and rulers list its own rule.
  for (const asks of ['metadata', 'exemplars'] as const) {
    const seen = on('cross-tenant').filter(r => r.asks === asks)
    expect(seen.map(r => r.values)).toEqual(seen.map(r => [dataset.tenants[r.tenant]]))
  }
  expect(on('rules-api').findLast(r => r.asks === 'rules')!.values).toEqual(['gauntlet_rule'])

  const seconds = events.filter(e => e.type === 'harness')
  const cpu = seconds.reduce((sum, e) => sum + e.cpu, 0) / 6000
  console.log(
    `harness CPU ${(100 * cpu).toFixed(1)} % of a core, longest delay ${Math.max(...seconds.map(e => e.delay)).toFixed(1)} ms`,
  )
})
