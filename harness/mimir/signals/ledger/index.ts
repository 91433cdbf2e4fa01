import { count, counted } from '../../../checks/explain.ts'
import { operationOf } from '../../../checks/lanes.ts'
import { percentiles } from '../../../checks/numbers.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import { roleOf, succeeded } from '../../../history/roles.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Stream } from '../../../history/signal.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { LiveSignal, Wanted } from '../../../load/client.ts'
import { duration } from '../../../report/text.ts'
import { readStream } from '../reads/stream.ts'
import {
  type Dataset,
  datasetOf,
  dueOf,
  everyStripeOf,
  ownWriteSpacing,
  probeIntervalFactorOf,
  type Stripe,
  seriesOf,
  timeOf,
  writeSpacing,
} from './dataset.ts'
import { kindsFor, stripeName } from './kinds/index.ts'
import { kindNumbers, lateNumbers } from './kinds/kind-totals.ts'
import { windowsOf } from './kinds/late-window.ts'
import { readStoreParameter } from './ledger-parameters.ts'
import { ledgerFields, WriteEvent } from './ledger-records.ts'
import { loss } from './loss.ts'
import { lossExcludes } from './loss-excludes.ts'
import { stalenessOf } from './sample-ranges.ts'
import { sampleTotals } from './sample-totals.ts'
import { stripeHistoriesOf } from './stripes.ts'

const STORE_NOT_READ =
  'the blocks in the store were not read alone: every ingester has to ship what it has first, and the store to load it; --read-store and suite nightly do that'

/** The writer that knows the truth: value = f(tenant, series, timestamp), and the outcome of every request. All of it is read back at the end. */
export const ledger: LiveSignal = {
  name: 'ledger',
  always: true,
  records: [WriteEvent],
  fields: ledgerFields,
  streams: [
    writes(),
    readBack('final', 'Reads: final, from the heads'),
    readBack('blocks-only', 'Reads: store, from blocks alone'),
  ],
  checks: { loss: { judge: loss, excludes: lossExcludes } },
  objectives: { writes: { usual: 200, most: 2000 } },
  missing: (run, events) => [...tooFew(run, events), ...notLimited(run, events), ...notReadBack(run, events)],
  demands: run => [`at least ${counted(run.ackedSamples, 'acked sample')}`],
  numbers(run, events) {
    const { samples, stale, reads, byKind, increases, refusals } = sampleTotals(run, events)
    return {
      ...Object.fromEntries(Object.entries(samples).map(([kind, n]) => [`${kind}_samples`, n])),
      ...kindNumbers(byKind),
      ...lateNumbers(byKind, refusals),
      ...(increases.judged > 0 && { increases: increases.judged, wrong_increases: increases.wrong.length }),
      sample_reads: reads,
      ...percentiles('stale', stalenessOf(stale), [0, 50, 95, 99, 100]),
    }
  },
  compared: ['acked_samples', 'lost_samples', 'write_p99_ms', 'write_longest_gap_ms'],
  sums: [{ name: 'acked samples lost', bad: ['lost_samples'], of: ['acked_samples'] }],
  parameters: [readStoreParameter],
  facts: ({ dataset }) => [['series', `${seriesText(dataset)}, a sample each ${duration(dataset.interval)}`]],
  notCovered: parameters => (parameters[readStoreParameter.flag] ? [] : [STORE_NOT_READ]),
  describe({ load, amount, parameters, seed, version }: Wanted) {
    const dataset = datasetOf(load, probeIntervalFactorOf(amount), seed, kindsFor(version))
    const own = Object.entries(ownWriteSpacing(dataset))
    return {
      fields: { dataset, ackedSamples: 1000, storeRead: parameters[readStoreParameter.flag] === true },
      spacing: { writes: writeSpacing(dataset) },
      tenantSpacing: Object.fromEntries(own.map(([tenant, writes]) => [tenant, { writes }])),
    }
  },
  tenantSettings: run => windowsOf(run.dataset),
  client: async () => (await import('./ledger-client.ts')).ledgerClient(),
}

/** How many each has, or all together where they differ. */
const seriesText = (d: Dataset): string =>
  d.own === undefined
    ? `${count(d.series)} a tenant`
    : `${count(d.tenants.reduce((sum, _, tenant) => sum + seriesOf(d, tenant), 0))} together`

function writes(): Stream {
  const partOf = (run: RunInfo, of: Stripe) => `writes of ${run.tenants[of.tenant]}, ${stripeName(run.dataset, of)}`
  return {
    name: 'writes',
    title: 'Writes',
    number: 'write',
    covers: 'moments',
    timed: true,
    parts: run => run.tenants.flatMap((_, tenant) => everyStripeOf(run.dataset, tenant).map(of => partOf(run, of))),
    record: (run, event) =>
      event.type === 'write'
        ? {
            part: partOf(run, event),
            from: event.start,
            to: event.end,
            ok: succeeded(run, event) && !event.unreachable,
          }
        : undefined,
    failed: event =>
      event.type === 'write' ? { ...event, outcome: 'unknown', status: 503, error: 'made to fail' } : event,
    operations(run, event) {
      if (event.type !== 'write' || event.unreachable) return undefined
      // A request that carries several ticks served each of them at its end, though each was due at a time of its own.
      const ticks = Array.from(
        { length: event.ticks[1] - event.ticks[0] + 1 },
        (_, k) => event.due + dueOf(run.dataset, event, event.ticks[0] + k) - dueOf(run.dataset, event, event.ticks[0]),
      )
      const operations = ticks.map(due => operationOf(event, due, succeeded(run, event), [event.stripe]))
      return { tenant: event.tenant, operations }
    },
  }
}

/** Reads of every sample once the load has ended. */
function readBack(path: 'final' | 'blocks-only', title: string): Stream {
  return {
    ...readStream(path, title),
    ...(path === 'blocks-only' && { number: 'blocks_only' }),
    covers: 'samples',
    parts: run => (path === 'final' || run.storeRead ? run.tenants.map(tenant => `${path} of ${tenant}`) : []),
  }
}

function tooFew(run: RunInfo, events: readonly HistoryEvent[]): Evidence[] {
  const acked = stripeHistoriesOf(run, events).reduce(
    (sum, s) => sum + s.series * s.acked.filter(end => end < Infinity).length,
    0,
  )
  if (acked >= run.ackedSamples) return []
  return [{ kind: 'samples', text: `${counted(acked, 'acked sample')}; expected at least ${count(run.ackedSamples)}` }]
}

/** A limit that refused nothing was not tested. */
function notLimited(run: RunInfo, events: readonly HistoryEvent[]): Evidence[] {
  const limited = new Set(
    events.flatMap(e => ((e.type === 'write' || e.type === 'read') && e.outcome === 'limited' ? [e.tenant] : [])),
  )
  return run.tenants.flatMap((tenant, i) =>
    roleOf(run, i)?.expectsLimits && !limited.has(i)
      ? [{ kind: 'limits', text: `${tenant} expects limits, and no request of it was limited`, tenant }]
      : [],
  )
}

/** Without a final read, what the last probes saw may be gone by the end. A read from blocks alone that was asked for must be whole as well. */
function notReadBack(run: RunInfo, events: readonly HistoryEvent[]): Evidence[] {
  const paths = run.storeRead ? ['final', 'blocks-only'] : ['final']
  return stripeHistoriesOf(run, events).flatMap(({ tenant, stripe, series, acked, reads }) =>
    paths.flatMap(path => {
      const windows = reads.filter(r => r.path === path).map(r => r.window)
      const isRead = (time: number) => windows.some(w => w.from < time && time <= w.to)
      const missed = acked.filter(
        (end, tick) => end < Infinity && !isRead(timeOf(run.dataset, { tenant, stripe }, tick)),
      ).length
      const name = run.tenants[tenant]!
      const text = `${name} ${stripeName(run.dataset, { tenant, stripe })}: ${counted(missed * series, 'acked sample')} covered by no successful ${path} read`
      return missed === 0 ? [] : [{ kind: path, text, tenant: name }]
    }),
  )
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    loss: true
  }
  interface PathNames {
    writes: true
  }
}
