import type { HistoryEvent, Ticks } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { type Dataset, timeOf } from '../ledger/dataset.ts'
import { runsOf } from '../ledger/ticks.ts'
import type { ZoneEvent } from './redundancy-records.ts'
import { holdingsOf, type StripeHoldings } from './zone-holdings.ts'
import { type Duty, dutyOf } from './zones-down.ts'

/** What is wrong with how often a sample is there. corrupt: a zone has another value. below-quorum: on fewer replicas than an ack needs. missing: not in a zone that has to hold it. */
type Wrong = 'corrupt' | 'below-quorum' | 'missing'

/** Neighbouring acked samples of a stripe that the same zones lack, or have with another value. */
export interface Lacking {
  wrong: Wrong
  tenant: number
  stripe: number
  series: number[]
  ticks: Ticks
  /** Zones, by their place in the list: those that lack them though they have to hold them, and all that lack them. */
  owed: number[]
  lacks: number[]
  /** Those that have them with another value. */
  corrupt: number[]
  samples: number
  /** When the first of them was sent, and the last one acked (ms). */
  from: number
  to: number
}

/** How often acked samples are there, as each zone alone says. */
export interface Replicas {
  zones: ZoneEvent[]
  /** Zones that an ack needs. */
  quorum: number
  lacking: Lacking[]
  /** Acked samples that were looked at in all zones. */
  looked: number
  /** Acked samples that are too old for ingesters, or whose pods have left for good. */
  elsewhere: number
  /** Acked samples that some zone did not answer for. */
  unread: number
  /** Not in each zone, and no zone that lacks them had to hold them: a fault, a restart. */
  excused: number
  /** By zone: samples and write requests that it had to hold. */
  demanded: { samples: number; requests: number }[]
  holdings: StripeHoldings[]
}

const known = new WeakMap<readonly HistoryEvent[], Replicas>()

/** Follows every acked sample into each zone. Undefined where no zone was asked. */
export function replicasOf(run: RunInfo, events: readonly HistoryEvent[]): Replicas | undefined {
  const zones = events.filter(e => e.type === 'zone').sort((a, b) => a.zone.localeCompare(b.zone))
  if (zones.length === 0) return undefined
  const replicas = known.get(events) ?? followed(run, events, zones)
  known.set(events, replicas)
  return replicas
}

function followed(run: RunInfo, events: readonly HistoryEvent[], zones: ZoneEvent[]): Replicas {
  const duties = zones.map(zone => dutyOf(zone, events))
  const names = zones.map(z => z.zone)
  const holdings = holdingsOf(run, events, names)
  const good = zones.map(z => z.error === undefined)
  const keeps = zones.filter(z => z.error === undefined).reduce((least, z) => Math.min(least, z.keeps), Infinity)
  const quorum = Math.floor(zones.length / 2) + 1
  const all: Replicas = {
    ...{ zones, quorum, holdings, lacking: [], looked: 0, elsewhere: 0, unread: 0, excused: 0 },
    demanded: zones.map(() => ({ samples: 0, requests: 0 })),
  }
  const newest = holdings.reduce((most, h) => Math.max(most, timeOf(run.dataset, h, h.size - 1)), -Infinity)
  for (const stripe of holdings) count(run.dataset, stripe, { all, duties, good, oldest: newest - keeps })
  return all
}

interface By {
  all: Replicas
  duties: readonly Duty[]
  /** By zone: whether what it answered says something. */
  good: readonly boolean[]
  /** Timestamp (ms) of the oldest sample that ingesters keep for sure. */
  oldest: number
}

/** What is wrong with a sample: the zones that lack it, and those of them that have to hold it. */
type Flaw = Pick<Lacking, 'wrong' | 'owed' | 'lacks' | 'corrupt'>

function count(dataset: Dataset, stripe: StripeHoldings, { all, duties, good, oldest }: By): void {
  const { size, begun, acked, read, alike } = stripe
  /** By tick and zone: whether the zone has to hold it. */
  const owed = duties.map(duty =>
    Uint8Array.from({ length: size }, (_, t) => Number(duty.demands(begun[t]!, acked[t]!))),
  )
  const gone = duties.reduce((most, duty) => Math.max(most, duty.gone), -Infinity)
  const isThere = (t: number) => timeOf(dataset, stripe, t) > oldest && begun[t]! > gone
  for (let t = 0; t < size; t++) {
    if (acked[t] === Infinity || !isThere(t)) continue
    for (const [zone, of] of all.demanded.entries()) if (owed[zone]![t] === 1 && good[zone]) of.requests++
  }
  for (const { series, held, wrong, final } of alike) {
    const n = series.length
    const flawAt = (t: number): Flaw | undefined => {
      if (acked[t] === Infinity) return undefined
      if (!isThere(t)) {
        all.elsewhere += n
        return undefined
      }
      const corrupt = wrong.flatMap((zone, i) => (good[i] && zone[t] === 1 ? [i] : []))
      const lacks = held.flatMap((zone, i) =>
        good[i] && read[i]![t] === 1 && zone[t] === 0 && !corrupt.includes(i) ? [i] : [],
      )
      const isRead = held.every((_, i) => good[i] && read[i]![t] === 1)
      if (isRead) all.looked += n
      else all.unread += n
      const missing = lacks.filter(zone => owed[zone]![t] === 1)
      for (const [zone, of] of all.demanded.entries()) if (owed[zone]![t] === 1 && good[zone]) of.samples += n
      // What nobody has and no client reads is lost, or corrupt for everybody, and check `loss` says so.
      if (lacks.length + corrupt.length === held.length && final[t] === 0) return undefined
      const flaw = { owed: missing, lacks, corrupt }
      if (corrupt.length > 0) return { wrong: 'corrupt', ...flaw }
      if (isRead && held.length - lacks.length < all.quorum) return { wrong: 'below-quorum', ...flaw }
      if (missing.length > 0) return { wrong: 'missing', ...flaw }
      if (lacks.length > 0) all.excused += n
      return undefined
    }
    const flaws = Array.from({ length: size }, (_, t) => flawAt(t))
    const keys = flaws.map(flaw => flaw && JSON.stringify(flaw))
    for (const key of new Set(keys)) {
      const flaw = flaws[keys.indexOf(key)]
      if (flaw === undefined) continue
      for (const ticks of runsOf(size, t => keys[t] === key))
        all.lacking.push({
          ...flaw,
          tenant: stripe.tenant,
          stripe: stripe.stripe,
          ...{ series, ticks },
          samples: n * (ticks[1] - ticks[0] + 1),
          from: begun[ticks[0]]!,
          to: acked[ticks[1]]!,
        })
    }
  }
}
