import type { Stream } from '../../../history/signal.ts'
import type { LiveSignal } from '../../../load/client.ts'
import { probeIntervalFactorOf } from '../ledger/dataset.ts'
import { exemplars, exemplarsExcludes } from './exemplars-check.ts'
import { askedFor, cross } from './foreign-reads.ts'
import { isolation } from './isolation.ts'
import { isolationExcludes } from './isolation-excludes.ts'
import type { Probe } from './probe.ts'
import { ReadEvent } from './reads-records.ts'
import { rulesApi } from './rules-api.ts'
import * as samples from './sample-reads.ts'
import { spacings } from './spacing.ts'
import { readStream } from './stream.ts'
import * as values from './value-reads.ts'

/** Every run has all of them, and they share a budget: milliseconds between two probes, by path. */
const wanted = Object.fromEntries(
  [samples.instant, samples.range, values.labels, values.rules, rulesApi, cross].map(it => [it.path, it.spacing]),
)

/** A probe as a signal: continuous reads of one kind for every tenant, through the gateway. */
export const probing = (probe: Probe, stream: Stream): LiveSignal => ({
  name: stream.name,
  always: true,
  records: [],
  streams: [stream],
  ...(stream.timed && { objectives: { [stream.name]: { usual: { like: 'instant' }, most: 2000 } } }),
  describe({ load, amount }) {
    const all = spacings(wanted, load.tenants.length, probeIntervalFactorOf(amount))
    return { spacing: { [probe.path]: all[probe.path]! } }
  },
  client: async () => (await import('./reads-client.ts')).probeClient(probe),
})

/** Raw samples of the last seconds, by an instant query. */
export const instant: LiveSignal = {
  ...probing(samples.instant, { ...readStream('instant', 'Reads: instant'), timed: true }),
  records: [ReadEvent],
  objectives: { instant: { usual: 400, most: 2000 } },
  compared: ['instant_p99_ms', 'instant_longest_gap_ms'],
}

/** The last samples, by a range query. */
export const range = probing(samples.range, { ...readStream('range', 'Reads: range'), timed: true })

/** The values of the label that names the tenant: its own, and no other. */
export const labels = probing(values.labels, { ...readStream('labels', 'Reads: labels'), timed: true })

const BLOCKS_NOT_ASKED =
  'store-gateways were not asked for the blocks of other tenants: scenarios with old blocks (signal archive) do that, as the migrations'

/** Asks as one tenant for what is another's, and looks at its own exemplars and metadata on the way. One tenant alone has no other to ask for. */
export const crossTenant: LiveSignal = {
  ...probing(cross, crossStream()),
  checks: {
    isolation: { judge: isolation, excludes: isolationExcludes },
    exemplars: { judge: exemplars, excludes: exemplarsExcludes },
  },
  notCovered: (_, among) => (among.includes('archive') ? [] : [BLOCKS_NOT_ASKED]),
  numbers: (_run, events) => ({
    cross_tenant_reads: events.filter(e => e.type === 'read' && e.path === 'cross-tenant' && e.outcome === 'ok').length,
  }),
  async client() {
    const [{ probeClient }, { writeIdentities }] = await Promise.all([
      import('./reads-client.ts'),
      import('./identity.ts'),
    ])
    return {
      ...probeClient(cross),
      prepare: ({ run, cluster, signal }) => writeIdentities(cluster.gateway, run.tenants, signal),
    }
  },
}

/** One part for each kind, with the tenants together: each kind has to be asked from before the first fault to after the last recovery. */
function crossStream(): Stream {
  const stream = readStream('cross-tenant', 'Reads: cross-tenant')
  const partOf = (asked: string) => `cross-tenant ${asked}`
  return {
    ...stream,
    number: 'cross_tenant',
    timed: true,
    parts: run => ('cross-tenant' in run.spacing && run.tenants.length > 1 ? askedFor.map(partOf) : []),
    record(run, event) {
      const seen = stream.record(run, event)
      return seen && event.type === 'read' ? { ...seen, part: partOf(event.asks ?? 'samples') } : undefined
    },
  }
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    isolation: true
    exemplars: true
  }
  interface PathNames {
    instant: true
    range: true
    labels: true
    'cross-tenant': true
  }
}
