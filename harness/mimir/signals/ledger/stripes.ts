import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { type ReadEvent, type Seen, stripesOfRead } from '../reads/reads-records.ts'
import { type Stripe, seriesOfStripe } from './dataset.ts'
import type { WriteEvent } from './ledger-records.ts'

/** A successful read that says which raw samples there are. */
export interface SampleRead extends ReadEvent {
  stripe: number
  window: { from: number; to: number }
  seen: Seen[]
}

/**
 * Series of a stripe that every read has answered alike, and by tick what the reads said of them. Reads are named by their place
 * in `StripeHistory.reads`; -1 is none.
 */
export interface SampleStatus {
  series: number[]
  /** The last read that held the sample. */
  seen: Int32Array
  /** The last read that had to hold it and did not. */
  absent: Int32Array
  /** The first read of the absence that `absent` is the last read of. */
  since: Int32Array
  /** The first read after `absent` that held it; it means something only where `seen` is later than `absent`. */
  healed: Int32Array
}

/** All that was written to one stripe of a tenant, and all reads of it; arrays are by tick. */
export interface StripeHistory {
  tenant: number
  stripe: number
  /** How many series it has. */
  series: number
  /** Every tick that was written or seen is below this. */
  size: number
  /** When the first acked attempt ended (ms); Infinity where none was acked. */
  acked: Float64Array
  /** 1 where some attempt was made. */
  attempted: Uint8Array
  /** 1 where an attempt had an unknown outcome, where one was limited, and where one was refused as it had to be. */
  unknown: Uint8Array
  refused: Uint8Array
  limited: Uint8Array
  /** In the order in which they began. */
  reads: SampleRead[]
  statuses: SampleStatus[]
  /** How long ago (ms) the youngest sample was acked that each read under load had to hold. */
  ages: number[]
}

/** The stripes of a run with their writes and reads, by tenant and stripe. All series of a stripe still share one status, a blank one. */
export function stripeHistoriesOf(run: RunInfo, events: readonly HistoryEvent[]): StripeHistory[] {
  const parts = new Map<string, { stripe: Stripe; writes: WriteEvent[]; reads: SampleRead[] }>()
  const part = ({ tenant, stripe }: Stripe) => {
    const key = `${tenant} ${stripe}`
    const known = parts.get(key) ?? { stripe: { tenant, stripe }, writes: [], reads: [] }
    parts.set(key, known)
    return known
  }
  for (const event of events) {
    if (event.type === 'write') part(event).writes.push(event)
    else if (event.type === 'read') for (const read of sampleReadsOf(event)) part(read).reads.push(read)
  }
  return [...parts.values()]
    .sort(({ stripe: a }, { stripe: b }) => a.tenant - b.tenant || a.stripe - b.stripe)
    .map(({ stripe, writes, reads }) => ({
      ...stripe,
      ...blank(seriesOfStripe(run.dataset, stripe), writes, reads),
    }))
}

/** One for each stripe that was asked for. A failed read proves nothing; a cross-tenant read asks for what must not be there. */
function sampleReadsOf(event: ReadEvent): SampleRead[] {
  const { window, seen, outcome, path, stripes } = event
  if (outcome !== 'ok' || path === 'cross-tenant' || window === undefined || seen === undefined) return []
  return stripesOfRead(event).map(stripe => ({
    ...event,
    stripe,
    window,
    seen: stripes === undefined ? seen : seen.filter(group => group.stripe === stripe),
  }))
}

function blank(series: number[], writes: WriteEvent[], reads: SampleRead[]): Omit<StripeHistory, 'tenant' | 'stripe'> {
  let size = 0
  for (const { ticks } of writes) size = Math.max(size, ticks[1] + 1)
  for (const { seen } of reads) for (const { ticks } of seen) for (const [, to] of ticks) size = Math.max(size, to + 1)

  const acked = new Float64Array(size).fill(Infinity)
  const attempted = new Uint8Array(size)
  const unknown = new Uint8Array(size)
  const limited = new Uint8Array(size)
  const refused = new Uint8Array(size)
  for (const { ticks, outcome, end } of writes) {
    for (let tick = ticks[0]; tick <= ticks[1]; tick++) {
      attempted[tick] = 1
      if (outcome === 'acked') acked[tick] = Math.min(acked[tick]!, end)
      if (outcome === 'unknown') unknown[tick] = 1
      if (outcome === 'limited') limited[tick] = 1
      if (outcome === 'refused') refused[tick] = 1
    }
  }

  const none = () => new Int32Array(size).fill(-1)
  const status = { series, seen: none(), absent: none(), since: none(), healed: none() }
  const byStart = reads.toSorted((a, b) => a.start - b.start)
  return {
    series: series.length,
    size,
    acked,
    attempted,
    unknown,
    limited,
    refused,
    reads: byStart,
    statuses: [status],
    ages: [],
  }
}
