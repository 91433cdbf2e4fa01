import { type Dataset, METRIC, timeOf } from '../ledger/dataset.ts'
import { parseMatrix } from './answer.ts'
import { observe, observeForeign } from './observe.ts'
import { apiUrl, type Probe, type Question, shardsOf, thinned, toSeconds } from './probe.ts'
import type { ReadPath } from './records.ts'

/** Each sample is read about this often by instant probes. */
const LOOKS = 3
/** Steps of a range probe. */
const STEPS = 20

/**
 * The raw samples of a shard in `from < timestamp <= to` by an instant query with a range selector: an instant vector would hide
 * gaps of up to five minutes.
 */
export function rawSamples(
  dataset: Dataset,
  path: ReadPath,
  tenant: number,
  shard: number,
  window: { from: number; to: number },
): Question {
  const query = `${METRIC}{shard="${shard}"}[${window.to - window.from}ms]`
  return {
    path,
    tenant,
    url: apiUrl('query', { query, time: toSeconds(window.to) }),
    shard,
    window,
    read: body => observe(dataset, tenant, shard, window, parseMatrix(body)),
  }
}

const shardOfTurn = (dataset: Dataset, n: number): number => n % shardsOf(dataset)

export const instant: Probe = {
  path: 'instant',
  spacing: 200,
  ask(dataset, tenant, n, now) {
    const width = LOOKS * Math.max(dataset.interval, shardsOf(dataset) * thinned(this.spacing, dataset))
    const to = Math.floor(now)
    return rawSamples(dataset, 'instant', tenant, shardOfTurn(dataset, n), { from: to - width, to })
  },
}

export const range: Probe = {
  path: 'range',
  spacing: 1000,
  ask(dataset, tenant, n, now) {
    const shard = shardOfTurn(dataset, n)
    const last = Math.floor((now - timeOf(dataset, shard, 0)) / dataset.interval)
    if (last < 0) return undefined
    const start = timeOf(dataset, shard, Math.max(0, last - STEPS + 1))
    const end = timeOf(dataset, shard, last)
    // A millisecond less than the interval: a step must not reach the sample before its own, left-open window or not.
    const query = `last_over_time(${METRIC}{shard="${shard}"}[${Math.max(1, dataset.interval - 1)}ms])`
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
      shard,
      window,
      read: body => observe(dataset, tenant, shard, window, parseMatrix(body)),
    }
  },
}

/** Asks as one tenant for what is labelled as another's; the others take turns. */
export const cross: Probe = {
  path: 'cross',
  spacing: 2000,
  ask(dataset, tenant, n, now) {
    const others = dataset.tenants.filter((_, t) => t !== tenant)
    if (others.length === 0) return undefined
    const query = `${METRIC}{tenant=${JSON.stringify(others[n % others.length])}}[5s]`
    const to = Math.floor(now)
    return {
      path: 'cross',
      tenant,
      url: apiUrl('query', { query, time: toSeconds(to) }),
      window: { from: to - 5000, to },
      read: body => observeForeign(parseMatrix(body)),
    }
  },
}
