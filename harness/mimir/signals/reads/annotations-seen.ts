import { clock, count, counted, type During } from '../../../checks/explain.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { calmOf } from '../calm.ts'
import { type Dataset, metricOf, type Stripe, timeOf } from '../ledger/dataset.ts'
import { stripeName } from '../ledger/kinds/index.ts'
import type { WriteEvent } from '../ledger/ledger-records.ts'
import { runsOf } from '../ledger/ticks.ts'
import type { ReadEvent } from './reads-records.ts'

/** Milliseconds for which an exemplar is demanded: an ingester keeps so many of a tenant, and a new one takes the place of the oldest. */
const KEPT = 20_000

/** What a run saw of exemplars and metadata. */
export interface Context {
  run: RunInfo
  d: Dataset
  isCalm: ReturnType<typeof calmOf>
  when: During
  writes: readonly WriteEvent[]
  reads: readonly ReadEvent[]
  readableAfter: (read: ReadEvent) => number
}

/** Of one stripe. */
export interface Judged {
  judged: number
  missing: number
  evidence: Evidence[]
}

export function exemplarsOf({ run, d, isCalm, when, readableAfter, ...all }: Context, of: Stripe): Judged {
  const acked = acksOf(all.writes, of)
  const reads = all.reads.filter(r => r.asks === 'exemplars' && r.tenant === of.tenant)
  const seen = new Set(
    reads.flatMap(({ seen: groups = [] }) =>
      groups
        .filter(({ stripe }) => stripe === of.stripe)
        .flatMap(({ ticks }) =>
          ticks.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
        ),
    ),
  )
  /** The last read that had to have the exemplar of a tick. */
  const askedFor = new Map<number, ReadEvent>()
  for (const read of reads)
    for (const [tick, end] of acked) {
      const age = read.start - timeOf(d, of, tick)
      if (age > KEPT || age < 0 || read.start < end + readableAfter(read) || !isCalm(end, read.end)) continue
      askedFor.set(tick, read)
    }
  const size = Math.max(0, ...[...acked.keys()].map(tick => tick + 1))
  const gone = runsOf(size, tick => askedFor.has(tick) && !seen.has(tick))
  const tenant = run.tenants[of.tenant]!
  const evidence = gone.map(([first, last]): Evidence => {
    const read = askedFor.get(last)!
    const [from, to] = [timeOf(d, of, first), timeOf(d, of, last)]
    const text = `${tenant} ${stripeName(d, of)}: ${counted(last - first + 1, 'exemplar')} of ${clock(from)} to ${clock(to)} acked and in no read, last not in that of ${clock(read.start)}, ${when(from, read.end)}`
    return {
      kind: 'missing',
      text,
      from,
      to: read.end,
      tenant,
      data: { stripe: of.stripe, fromTick: first, toTick: last },
    }
  })
  return { judged: askedFor.size, missing: gone.reduce((sum, [first, last]) => sum + last - first + 1, 0), evidence }
}

/** Milliseconds by tick: when it was acked. */
const acksOf = (writes: readonly WriteEvent[], of: Stripe): Map<number, number> =>
  new Map(
    writes
      .filter(w => w.tenant === of.tenant && w.stripe === of.stripe && w.outcome === 'acked')
      .flatMap(({ ticks, end }) =>
        Array.from({ length: ticks[1] - ticks[0] + 1 }, (_, i): [number, number] => [ticks[0] + i, end]),
      ),
  )

/** Every request carries them, so a read has to have them once one was acked since something last happened to ingesters. */
export function metadataOf({ run, d, isCalm, when, readableAfter, ...all }: Context, of: Stripe): Judged {
  const ends = [...acksOf(all.writes, of).values()].sort((a, b) => a - b)
  const due = all.reads.filter(read => {
    if (read.asks !== 'metadata' || read.tenant !== of.tenant) return false
    const last = ends.findLast(end => end <= read.start - readableAfter(read))
    return last !== undefined && isCalm(last, read.end)
  })
  const metric = metricOf(d, of)
  const without = due.filter(({ metrics = [] }) => !metrics.includes(metric))
  const tenant = run.tenants[of.tenant]!
  const [first, last] = [without[0], without.at(-1)]
  if (!first || !last) return { judged: due.length, missing: 0, evidence: [] }
  const text = `${tenant} ${metric}: metadata that were acked are not in ${count(without.length)} of ${counted(due.length, 'read')}, from ${clock(first.start)} to ${clock(last.start)}, ${when(first.start, last.end)}`
  const evidence: Evidence = { kind: 'missing', text, from: first.start, to: last.end, tenant, data: { metric } }
  return { judged: due.length, missing: without.length, evidence: [evidence] }
}
