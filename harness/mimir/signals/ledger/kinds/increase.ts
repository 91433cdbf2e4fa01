import { clock, during } from '../../../../checks/explain.ts'
import type { HistoryEvent } from '../../../../history/events.ts'
import type { RunInfo } from '../../../../history/run-info.ts'
import type { Evidence } from '../../../../history/verdict.ts'
import { parseMatrix } from '../../reads/answer.ts'
import { apiUrl, type Question, toSeconds } from '../../reads/probe.ts'
import type { ReadEvent, ReadPath } from '../../reads/reads-records.ts'
import { type Dataset, kindOf, metricOf, type Stripe, tickAt, timeOf } from '../dataset.ts'
import type { StripeHistory } from '../stripes.ts'
import { counterAt } from './floats.ts'
import { stripeName } from './index.ts'

/** Samples of one `increase`: more than between two resets, so each window has one, or two. */
const TICKS = 30

/**
 * Asks for `increase` of a counter over windows that follow each other. A window begins a millisecond before its first sample and ends with its last one, so what
 * PromQL adds for the time between samples and the window's ends (promql/functions.go, extrapolatedRate) is less than a thousandth.
 * @param to the last timestamp to ask for, ms
 */
export function increasesOf(dataset: Dataset, path: ReadPath, of: Stripe, to: number): Question[] {
  const questions: Question[] = []
  for (let first = 0; timeOf(dataset, of, first + TICKS - 1) <= to; first += TICKS) {
    const window = { from: timeOf(dataset, of, first) - 1, to: timeOf(dataset, of, first + TICKS - 1) }
    const query = `increase(${metricOf(dataset, of)}{stripe="${of.stripe}"}[${window.to - window.from}ms])`
    questions.push({
      path,
      tenant: of.tenant,
      // A range query of one step: its answer is a matrix, as those of samples.
      url: apiUrl('query_range', { query, start: toSeconds(window.to), end: toSeconds(window.to), step: '1' }),
      stripe: of.stripe,
      window,
      asks: 'increase',
      read: body => ({ values: parseMatrix(body).flatMap(({ values }) => values.map(([, value]) => Number(value))) }),
    })
  }
  return questions
}

/** Which of the increases that were asked for are as the ledger has them. */
export interface Increases {
  judged: number
  wrong: Evidence[]
}

/** Judges those of windows in which every sample was acked before. Of others nobody knows what they must be. */
export function increasesIn(
  run: RunInfo,
  events: readonly HistoryEvent[],
  stripes: readonly StripeHistory[],
): Increases {
  const found: Increases = { judged: 0, wrong: [] }
  const when = during(events)
  for (const read of events) {
    if (read.type !== 'read' || read.asks !== 'increase' || read.outcome !== 'ok' || read.window === undefined) continue
    const stripe = stripes.find(s => s.tenant === read.tenant && s.stripe === read.stripe)
    const expected = stripe && expectedOf(run.dataset, stripe, read)
    if (expected === undefined) continue
    found.judged++
    const got = read.values ?? []
    if (got.length === 1 && Math.abs(Number(got[0]) - expected) < 0.5) continue
    found.wrong.push(describe(run, stripe!, read, expected, when(read.start, read.end)))
  }
  return found
}

/** The increase as the samples have it; undefined where one of them was not acked before the read. */
function expectedOf(d: Dataset, stripe: StripeHistory, { window, start }: ReadEvent): number | undefined {
  if (kindOf(d, stripe) !== 'counter') return undefined
  const [first, last] = [tickAt(d, stripe, window!.from + 1), tickAt(d, stripe, window!.to)]
  if (first === undefined || last === undefined || last >= stripe.size) return undefined
  let increase = 0
  for (let tick = first; tick <= last; tick++) {
    if (stripe.acked[tick]! > start) return undefined
    const [before, now] = [counterAt(tick - 1), counterAt(tick)]
    // After a reset all of the new value is new.
    if (tick > first) increase += now < before ? now : now - before
  }
  return increase
}

function describe(run: RunInfo, of: Stripe, read: ReadEvent, expected: number, when: string): Evidence {
  const { from, to } = read.window!
  const tenant = run.tenants[of.tenant]!
  const got = (read.values ?? []).join(', ') || 'nothing'
  const text = `${tenant} ${stripeName(run.dataset, of)}: increase from ${clock(from + 1)} to ${clock(to)}: expected ${expected}, got ${got}; the ${read.path} read of ${clock(read.start)}, ${when}`
  return {
    kind: 'increase',
    text,
    from: from + 1,
    to,
    tenant,
    data: { stripe: of.stripe, expected, got: read.values ?? [] },
  }
}
