import { clock, count, counted, during, some } from '../../../../checks/explain.ts'
import type { HistoryEvent } from '../../../../history/events.ts'
import type { RunInfo } from '../../../../history/run-info.ts'
import type { Evidence } from '../../../../history/verdict.ts'
import { calmOf } from '../../calm.ts'
import { type Dataset, kindOf, type Stripe, timeOf } from '../dataset.ts'
import type { WriteEvent } from '../ledger-records.ts'
import type { StripeHistory } from '../stripes.ts'
import { stripeName } from './index.ts'
import { lateBy } from './kind-schedule.ts'

/** Whether a tick must be refused once younger ones of its series are there. */
export const isTooLate = (d: Dataset, of: Stripe, tick: number): boolean =>
  kindOf(d, of) === 'too_late' && lateBy('too_late', tick) > 0

/** What became of samples that came too late. */
export interface Refusals {
  /** How many were refused, by how late they were at least (ms). */
  refused: Map<number, number>
  /** Those that had to be refused, for sure. */
  demanded: number
  wrong: Evidence[]
}

/** Milliseconds after its ack from which each replica has a sample, where nothing is wrong with it. */
const EVERYWHERE = 2000

/**
 * Judges samples that came too late. One has to be refused, and must be in no read, if a younger one of its series was acked a moment before, and nothing happened
 * to ingesters in between: else a replica may have been without the younger one, and right to take it.
 */
export function refusalsIn(run: RunInfo, events: readonly HistoryEvent[], stripes: readonly StripeHistory[]): Refusals {
  const found: Refusals = { refused: new Map(), demanded: 0, wrong: [] }
  const own = stripes.filter(stripe => kindOf(run.dataset, stripe) === 'too_late')
  if (own.length === 0) return found
  const isCalm = calmOf(run, events)
  const when = during(events)
  for (const stripe of own) {
    const taken: WriteEvent[] = []
    const stored: WriteEvent[] = []
    for (const write of events) {
      if (write.type !== 'write' || write.tenant !== stripe.tenant || write.stripe !== stripe.stripe) continue
      const [tick] = write.ticks
      if (!isTooLate(run.dataset, stripe, tick)) continue
      const by = lateBy('too_late', tick)
      if (write.outcome === 'refused') found.refused.set(by, (found.refused.get(by) ?? 0) + 1)
      const younger = youngerThan(run.dataset, stripe, tick, write.start)
      if (younger === undefined || !isCalm(younger, write.end)) continue
      found.demanded++
      if (write.outcome === 'acked') taken.push(write)
      if (write.outcome === 'refused' && stripe.statuses.some(({ seen }) => seen[tick]! >= 0)) stored.push(write)
    }
    if (taken.length > 0) found.wrong.push(describe(run, stripe, 'accepted', 'answered with success', taken, when))
    if (stored.length > 0)
      found.wrong.push(describe(run, stripe, 'stored', 'refused, and seen by a read', stored, when))
  }
  return found
}

/** When the latest one was acked that is younger than a tick and was so a moment before the tick was sent. */
function youngerThan(d: Dataset, stripe: StripeHistory, tick: number, sent: number): number | undefined {
  const time = timeOf(d, stripe, tick)
  for (let other = tick - 1; other >= 0; other--) {
    if (lateBy('too_late', other) > 0) continue
    if (timeOf(d, stripe, other) < time) return undefined
    if (stripe.acked[other]! <= sent - EVERYWHERE) return stripe.acked[other]
  }
  return undefined
}

function describe(
  run: RunInfo,
  stripe: StripeHistory,
  kind: string,
  what: string,
  writes: readonly WriteEvent[],
  when: ReturnType<typeof during>,
): Evidence {
  const [first, last] = [writes[0]!, writes.at(-1)!]
  const tenant = run.tenants[stripe.tenant]!
  const lateness = [...new Set(writes.map(w => lateBy('too_late', w.ticks[0])))].sort((a, b) => a - b)
  const by = some(lateness.map(ms => `${count(ms / 1000)} s`))
  const text = `${tenant} ${stripeName(run.dataset, stripe)}: ${counted(writes.length, 'sample')} ${what}, late by ${by}, where the tenant has no out-of-order window; sent from ${clock(first.start)} to ${clock(last.start)}, ${when(first.start, first.end)}`
  return {
    kind,
    text,
    from: first.start,
    to: last.end,
    tenant,
    data: { stripe: stripe.stripe, samples: writes.length, ticks: writes.map(w => w.ticks[0]) },
  }
}
