import { type Dataset, METRIC, type Stripe, stripesOf, timeOf } from '../ledger/dataset.ts'
import { parseMatrix } from './answer.ts'
import { observe } from './observe.ts'
import { apiUrl, type Probe, type Question, toSeconds } from './probe.ts'
import type { ReadPath } from './reads-records.ts'

/** Each sample is read about this often by instant probes. */
const LOOKS = 3
/** Steps of a range probe. */
const STEPS = 20

/**
 * The raw samples of a stripe in `from < timestamp <= to` by an instant query with a range selector: an instant vector would hide
 * gaps of up to five minutes.
 */
export function rawSamples(
  dataset: Dataset,
  path: ReadPath,
  of: Stripe,
  window: { from: number; to: number },
): Question {
  const { tenant, stripe } = of
  const query = `${METRIC}{stripe="${stripe}"}[${window.to - window.from}ms]`
  return {
    path,
    tenant,
    url: apiUrl('query', { query, time: toSeconds(window.to) }),
    stripe,
    window,
    read: body => observe(dataset, tenant, stripe, window, parseMatrix(body)),
  }
}

/** The stripes of a tenant take turns. */
const stripeOfTurn = (stripes: readonly Stripe[], n: number): Stripe => stripes[n % stripes.length]!

export const instant: Probe = {
  path: 'instant',
  spacing: 200,
  ask(dataset, tenant, { n, now, spacing }) {
    const stripes = stripesOf(dataset, tenant)
    const width = LOOKS * Math.max(dataset.interval, Math.ceil(stripes.length * spacing))
    const to = Math.floor(now)
    return rawSamples(dataset, 'instant', stripeOfTurn(stripes, n), { from: to - width, to })
  },
}

export const range: Probe = {
  path: 'range',
  spacing: 1000,
  ask(dataset, tenant, { n, now }) {
    const of = stripeOfTurn(stripesOf(dataset, tenant), n)
    const { stripe } = of
    const last = Math.floor((now - timeOf(dataset, of, 0)) / dataset.interval)
    if (last < 0) return undefined
    const start = timeOf(dataset, of, Math.max(0, last - STEPS + 1))
    const end = timeOf(dataset, of, last)
    // A millisecond less than the interval: a step must not reach the sample before its own, left-open window or not.
    const query = `last_over_time(${METRIC}{stripe="${stripe}"}[${Math.max(1, dataset.interval - 1)}ms])`
    const window = { from: start - 1, to: end }
    return {
      path: 'range',
      tenant,
      url: apiUrl('query_range', {
        query,
        start: toSeconds(start),
        end: toSeconds(end),
        step: toSeconds(dataset.interval),
      }),
      stripe,
      window,
      read: body => observe(dataset, tenant, stripe, window, parseMatrix(body)),
    }
  },
}
