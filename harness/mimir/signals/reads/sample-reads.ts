import { generatorOf, shuffled } from '../../../util/random.ts'
import {
  type Dataset,
  everyStripeOf,
  kindOf,
  METRIC,
  metricOf,
  type Stripe,
  stripesOf,
  timeOf,
} from '../ledger/dataset.ts'
import { kinds } from '../ledger/kinds/index.ts'
import { mostLate } from '../ledger/kinds/kind-schedule.ts'
import { parseMatrix } from './answer.ts'
import { observe, observeAll } from './observe.ts'
import { apiUrl, type Probe, type Question, toSeconds } from './probe.ts'
import type { ReadPath } from './reads-records.ts'
import { samplesByRemoteRead } from './remote-read-samples.ts'

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

/** The samples of a stripe of any kind, each kind as it is read back. */
export function samplesOf(
  dataset: Dataset,
  path: ReadPath,
  of: Stripe,
  window: { from: number; to: number },
): Question {
  const kind = kindOf(dataset, of)
  const ask = kind !== undefined && kinds[kind].readBy === 'remote-read' ? samplesByRemoteRead : rawSamples
  return ask(dataset, path, of, window)
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

/** Every so manieth instant probe of a tenant is for one of the other kinds of samples that it has, in turns. */
const KINDS_EVERY = 4

/** The stripes of a tenant that have other kinds of samples. */
const kindsOf = (dataset: Dataset, tenant: number): Stripe[] =>
  everyStripeOf(dataset, tenant).filter(of => kindOf(dataset, of) !== undefined)

/** Wide enough for as many looks, however late samples come. */
function ofKind(dataset: Dataset, of: Stripe, to: number, cycle: number): Question {
  const width = LOOKS * Math.max(dataset.interval, Math.ceil(cycle)) + mostLate(kindOf(dataset, of), dataset.interval)
  return samplesOf(dataset, 'instant', of, { from: to - width, to })
}

export const instant: Probe = {
  path: 'instant',
  spacing: 200,
  ask(dataset, tenant, { n: turn, now, spacing }) {
    const to = Math.floor(now)
    const others = kindsOf(dataset, tenant)
    const before = others.length === 0 ? 0 : Math.floor((turn + 1) / KINDS_EVERY)
    if (others.length > 0 && turn % KINDS_EVERY === KINDS_EVERY - 1)
      return ofKind(dataset, others[(before - 1) % others.length]!, to, others.length * KINDS_EVERY * spacing)
    const n = turn - before
    const stripes = stripesOf(dataset, tenant)
    const atOnce = Math.ceil(stripes.length / ROUND)
    const turns = Math.ceil(stripes.length / atOnce)
    const rarer = others.length === 0 ? 1 : KINDS_EVERY / (KINDS_EVERY - 1)
    const width = LOOKS * Math.max(dataset.interval, Math.ceil(turns * spacing * rarer))
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
