import { generatorOf, shuffled } from '../../../util/random.ts'
import { type Dataset, METRIC, metricOf, type Stripe, stripesOf, timeOf } from '../ledger/dataset.ts'
import { parseMatrix } from './answer.ts'
import { observe, observeAll } from './observe.ts'
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
  const query = `${metricOf(dataset, of)}{stripe="${stripe}"}[${window.to - window.from}ms]`
  return {
    path,
    tenant,
    url: apiUrl('query', { query, time: toSeconds(window.to) }),
    stripe,
    window,
    read: body => observe(dataset, tenant, stripe, window, parseMatrix(body)),
  }
}

/** An instant probe takes so many stripes that all have been read after this many probes: a slow or stale one is seen in seconds. */
const ROUND = 10

/** The same by one query for several stripes of a tenant. */
function rawSamplesOfSeveral(
  dataset: Dataset,
  path: ReadPath,
  tenant: number,
  stripes: number[],
  window: { from: number; to: number },
): Question {
  const query = `${METRIC}{stripe=~"${stripes.join('|')}"}[${window.to - window.from}ms]`
  return {
    path,
    tenant,
    url: apiUrl('query', { query, time: toSeconds(window.to) }),
    stripes,
    window,
    read: body => observeAll(dataset, tenant, stripes, window, parseMatrix(body)),
  }
}

/** The stripes of a tenant that the nth probe of a path reads. All take their turns, in each round in another order that the seed decides. */
function stripesOfTurn(dataset: Dataset, path: ReadPath, tenant: number, n: number, atOnce: number): Stripe[] {
  const stripes = stripesOf(dataset, tenant)
  const turns = Math.ceil(stripes.length / atOnce)
  const round = Math.floor(n / turns)
  const { seed } = dataset
  const inOrder = seed === undefined ? stripes : shuffled(stripes, generatorOf(seed, 'stripes of', path, tenant, round))
  const first = (n % turns) * atOnce
  return inOrder.slice(first, first + atOnce)
}

export const instant: Probe = {
  path: 'instant',
  spacing: 200,
  ask(dataset, tenant, { n, now, spacing }) {
    const stripes = stripesOf(dataset, tenant)
    const atOnce = Math.ceil(stripes.length / ROUND)
    const turns = Math.ceil(stripes.length / atOnce)
    const width = LOOKS * Math.max(dataset.interval, Math.ceil(turns * spacing))
    const to = Math.floor(now)
    const window = { from: to - width, to }
    const chosen = stripesOfTurn(dataset, 'instant', tenant, n, atOnce)
    return chosen.length === 1
      ? rawSamples(dataset, 'instant', chosen[0]!, window)
      : rawSamplesOfSeveral(
          dataset,
          'instant',
          tenant,
          chosen.map(s => s.stripe),
          window,
        )
  },
}

export const range: Probe = {
  path: 'range',
  spacing: 1000,
  ask(dataset, tenant, { n, now }) {
    const of = stripesOfTurn(dataset, 'range', tenant, n, 1)[0]!
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
