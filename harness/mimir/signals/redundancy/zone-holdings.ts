import type { HistoryEvent, Ticks } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { type Dataset, type Stripe, seriesOfStripe } from '../ledger/dataset.ts'
import { ticksAsked } from '../ledger/ticks-asked.ts'
import type { Seen } from '../reads/reads-records.ts'
import { stripesOfRead } from '../reads/reads-records.ts'

/** Series of a stripe that every zone, and the final read, answered alike. */
interface Alike {
  series: number[]
  /** By zone, and then by tick: 1 where it has the samples. */
  held: Uint8Array[]
  /** By zone, and then by tick: 1 where it has another value than was written. */
  wrong: Uint8Array[]
  /** The same of the final read, as clients read. */
  final: Uint8Array
}

/** What zones alone have of a stripe. Arrays are by tick. */
export interface StripeHoldings extends Stripe {
  size: number
  /** When the first acked attempt began and ended (ms); Infinity where none was acked. */
  begun: Float64Array
  acked: Float64Array
  /** By zone, and then by tick: 1 where it was asked and answered. */
  read: Uint8Array[]
  alike: Alike[]
}

/** An answer of a zone, or of the whole by the final read. */
interface Answer {
  seen: readonly Seen[]
  wrong: readonly Seen[]
  window: { from: number; to: number }
}

/** What each of these zones has of every stripe of which something was acked. @param zones by name */
export function holdingsOf(run: RunInfo, events: readonly HistoryEvent[], zones: readonly string[]): StripeHoldings[] {
  const stripes = new Map<string, Stripe & { writes: Write[]; answers: Answer[][]; final: Answer[] }>()
  const at = ({ tenant, stripe }: Stripe) => {
    const key = `${tenant} ${stripe}`
    const known = stripes.get(key) ?? { tenant, stripe, writes: [], answers: zones.map(() => []), final: [] }
    stripes.set(key, known)
    return known
  }
  for (const event of events) {
    if (event.type === 'write' && event.outcome === 'acked') at(event).writes.push(event)
    else if (event.type === 'zone-read' || (event.type === 'read' && event.path === 'final')) {
      const { outcome, window, seen, wrong = [] } = event
      if (outcome !== 'ok' || window === undefined || seen === undefined) continue
      for (const stripe of stripesOfRead(event)) {
        const part = at({ tenant: event.tenant, stripe })
        const own = (all: readonly Seen[]) => all.filter(s => s.stripe === undefined || s.stripe === stripe)
        const answer = { seen: own(seen), wrong: own(wrong), window }
        if (event.type === 'read') part.final.push(answer)
        else part.answers[zones.indexOf(event.zone)]?.push(answer)
      }
    }
  }
  return [...stripes.values()]
    .filter(s => s.writes.length > 0)
    .sort((a, b) => a.tenant - b.tenant || a.stripe - b.stripe)
    .map(({ tenant, stripe, ...rest }) => holdings(run.dataset, { tenant, stripe }, rest))
}

interface Write {
  ticks: Ticks
  start: number
  end: number
}

function holdings(
  dataset: Dataset,
  stripe: Stripe,
  { writes, answers, final }: { writes: Write[]; answers: Answer[][]; final: Answer[] },
): StripeHoldings {
  const size = writes.reduce((most, { ticks }) => Math.max(most, ticks[1] + 1), 0)
  const begun = new Float64Array(size).fill(Infinity)
  const acked = new Float64Array(size).fill(Infinity)
  for (const { ticks, start, end } of writes) {
    for (let tick = ticks[0]; tick <= ticks[1]; tick++) {
      if (end >= acked[tick]!) continue
      begun[tick] = start
      acked[tick] = end
    }
  }
  const read = answers.map(of =>
    marked(
      size,
      of.flatMap(({ window }) => ticksAsked(dataset, stripe, window, size)),
    ),
  )
  const groups = [...answers, final].flatMap((of, who) =>
    of.flatMap(({ seen, wrong }) => [
      ...seen.map(s => ({ ...s, who, isRight: true })),
      ...wrong.map(s => ({ ...s, who, isRight: false })),
    ]),
  )
  const keys = keysOf(groups)
  const series = seriesOfStripe(dataset, stripe)
  const alike = [...Map.groupBy(series, s => keys.get(s) ?? '').values()].map((own): Alike => {
    const mine = groups.filter(g => g.series === undefined || g.series.includes(own[0]!))
    const ticks = (who: number, isRight: boolean) =>
      marked(
        size,
        mine.filter(g => g.who === who && g.isRight === isRight).flatMap(g => g.ticks),
      )
    return {
      series: own,
      held: answers.map((_, zone) => ticks(zone, true)),
      wrong: answers.map((_, zone) => ticks(zone, false)),
      final: ticks(answers.length, true),
    }
  })
  return { ...stripe, size, begun, acked, read, alike }
}

/** Series that the same groups name have the same key; those that none names have none. */
function keysOf(groups: readonly Seen[]): Map<number, string> {
  const keys = new Map<number, string>()
  for (const [i, { series = [] }] of groups.entries()) for (const s of series) keys.set(s, `${keys.get(s) ?? ''} ${i}`)
  return keys
}

function marked(size: number, ranges: readonly Ticks[]): Uint8Array {
  const marks = new Uint8Array(size)
  for (const [from, to] of ranges) marks.fill(1, Math.max(0, from), Math.max(0, Math.min(size, to + 1)))
  return marks
}
