import type { Ticks } from '../../../history/events.ts'
import {
  type Dataset,
  everySeriesOf,
  type KindName,
  kindOf,
  metricOf,
  type Stripe,
  sampleOf,
  seriesOfStripe,
  stripeOf,
  tickAt,
} from '../ledger/dataset.ts'
import { shownOf } from '../ledger/kinds/index.ts'
import { generationOf } from '../ledger/kinds/kind-schedule.ts'
import { union } from '../ledger/ticks.ts'
import { labelsText, type MatrixSeries, toMs } from './answer.ts'
import type { Anomaly, Seen } from './reads-records.ts'

export interface Observation {
  seen: Seen[]
  /** Samples that are there with another value; left out where there are none. */
  wrong?: Seen[]
  anomalies: Anomaly[]
}

/** More of a kind in one answer prove nothing further and would flood the history. */
const MOST_OF_A_KIND = 1000

/**
 * What an answer for one stripe of a tenant shows: the samples that are there with the right value, and everything in it that no
 * correct Mimir gives. A sample with a wrong value is not seen.
 * @param window the timestamps asked for (ms); what lies outside is a phantom. `from` itself is let pass: PromQL included it before Prometheus 3.0.
 */
export function observe(
  d: Dataset,
  tenant: number,
  stripe: number,
  window: { from: number; to: number },
  result: readonly MatrixSeries[],
): Observation {
  const anomalies: Anomaly[] = []
  /** Series of a kind whose series end have a generation each. */
  const copies = new Map<string, { series: number; answers: MatrixSeries[] }>()
  for (const answer of result) {
    const series = identify(d, tenant, stripe, answer)
    if (typeof series !== 'number') anomalies.push(series)
    else {
      const key = `${series} ${answer.metric.generation}`
      const known = copies.get(key) ?? { series, answers: [] }
      copies.set(key, known)
      known.answers.push(answer)
    }
  }
  const floats = kindOf(d, { tenant, stripe }) === undefined
  const present = new Map<number, Ticks[]>()
  const falsified = new Map<number, Ticks[]>()
  for (const { series, answers } of copies.values()) {
    const own: Anomaly[] = []
    const { ticks, wrong } = samplesOf(d, { tenant, stripe, series }, window, answers, own)
    if (wrong.length > 0) falsified.set(series, union([...(falsified.get(series) ?? []), ...wrong]))
    present.set(series, floats ? ticks : union([...(present.get(series) ?? []), ...ticks]))
    if (answers.length > 1 && !own.some(({ kind }) => kind === 'duplicate'))
      own.push(copied(d, { tenant, stripe }, series, answers))
    anomalies.push(...own)
  }
  const { length } = seriesOfStripe(d, { tenant, stripe })
  const wrong = group(falsified, length)
  return { seen: group(present, length), ...(wrong.length > 0 && { wrong }), anomalies: bounded(anomalies) }
}

/** The same for an answer for several stripes. What has the label of none of them is judged with the first one. */
export function observeAll(
  d: Dataset,
  tenant: number,
  stripes: readonly number[],
  window: { from: number; to: number },
  result: readonly MatrixSeries[],
): Observation {
  const ofStripe = Map.groupBy(result, ({ metric }) => stripes.find(s => String(s) === metric.stripe) ?? stripes[0]!)
  const parts = stripes.map(stripe => ({
    stripe,
    ...observe(d, tenant, stripe, window, ofStripe.get(stripe) ?? []),
  }))
  const wrong = parts.flatMap(({ stripe, wrong = [] }) => wrong.map(group => ({ stripe, ...group })))
  return {
    seen: parts.flatMap(({ stripe, seen }) => seen.map(group => ({ stripe, ...group }))),
    ...(wrong.length > 0 && { wrong }),
    anomalies: bounded(parts.flatMap(part => part.anomalies)),
  }
}

/** A series in an answer to a question for what is not the tenant's. */
export const foreign = ({ metric, values }: MatrixSeries): Anomaly => ({
  kind: 'foreign',
  owner: metric.tenant ?? 'somebody else',
  labels: labelsText(metric),
  samples: values.length,
})

/** The index of a series of this stripe, or what is wrong with it. Its labels must be the ones written, all and no others. */
function identify(d: Dataset, tenant: number, stripe: number, answer: MatrixSeries): number | Anomaly {
  const { metric, values } = answer
  if (metric.tenant !== undefined && metric.tenant !== d.tenants[tenant]) return foreign(answer)
  const series = Number(metric.series)
  const written =
    metric.__name__ === metricOf(d, { tenant, stripe }) &&
    metric.tenant !== undefined &&
    metric.stripe === String(stripe) &&
    metric.series === String(series) &&
    isIn(d, { tenant, stripe }, series) &&
    Object.keys(metric).length === (generationOf(kindOf(d, { tenant, stripe }), 0) === undefined ? 4 : 5)
  if (written) return series
  const [seconds, got] = values[0] ?? [0, 'no samples']
  return { kind: 'phantom', labels: labelsText(metric), timestamp: toMs(seconds), got }
}

const isIn = (d: Dataset, of: Stripe, series: number): boolean =>
  series >= 0 && series < everySeriesOf(d, of.tenant) && stripeOf(d, of.tenant, series).stripe === of.stripe

/** The runs of ticks that all copies of one series show with the right value, and those with a wrong one; everything but the right ones goes to `anomalies`. */
function samplesOf(
  d: Dataset,
  { tenant, stripe, series }: { tenant: number; stripe: number; series: number },
  window: { from: number; to: number },
  answers: readonly MatrixSeries[],
  anomalies: Anomaly[],
): { ticks: Ticks[]; wrong: Ticks[] } {
  const { metric, values } = answers[0]!
  const samples = answers.length === 1 ? values : answers.flatMap(copy => copy.values)
  const kind = kindOf(d, { tenant, stripe })
  const shown = shownOf(kind)
  const runs: Ticks[] = []
  const wrong: Ticks[] = []
  const owners = new Map<number, number>()
  let last: { tick: number; got: string } | undefined
  for (const [seconds, got] of ascending(samples)) {
    const timestamp = toMs(seconds)
    const tick =
      timestamp >= window.from && timestamp <= window.to ? tickAt(d, { tenant, stripe }, timestamp) : undefined
    if (tick === undefined || (kind !== undefined && isOfAnother(kind, tick, metric))) {
      anomalies.push({ kind: 'phantom', labels: labelsText(metric), timestamp, got })
      continue
    }
    if (last?.tick === tick) anomalies.push({ kind: 'duplicate', series, tick, got: [last.got, got] })
    last = { tick, got }
    const value = Number(got)
    const expected = shown({ tenant, series, tick })
    if (got === expected || value === expected) {
      sawTick(runs, tick)
      continue
    }
    sawTick(wrong, tick)
    const owner = sampleOf(value)?.tenant
    if (owner === undefined || owner === tenant || owner >= d.tenants.length) {
      anomalies.push({ kind: 'corrupt', series, tick, expected, got })
    } else {
      owners.set(owner, (owners.get(owner) ?? 0) + 1)
    }
  }
  for (const [owner, samples] of owners) {
    anomalies.push({ kind: 'foreign', owner: d.tenants[owner]!, labels: labelsText(metric), samples })
  }
  return { ticks: runs, wrong }
}

/** A series that has ended, or has not begun, has no sample then. */
const isOfAnother = (kind: KindName, tick: number, { generation }: MatrixSeries['metric']): boolean =>
  String(generationOf(kind, tick)) !== String(generation)

function ascending(values: MatrixSeries['values']): MatrixSeries['values'] {
  const inOrder = values.every(([seconds], i) => i === 0 || seconds >= values[i - 1]![0])
  return inOrder ? values : values.toSorted((a, b) => a[0] - b[0])
}

/** The same series twice without a timestamp in common: what each copy begins with. */
function copied(d: Dataset, stripe: Stripe, series: number, answers: readonly MatrixSeries[]): Anomaly {
  const firsts = answers.map(({ values }) => values[0])
  const tick = firsts.map(first => first && tickAt(d, stripe, toMs(first[0]))).find(t => t !== undefined) ?? 0
  return { kind: 'duplicate', series, tick, got: firsts.map(first => first?.[1] ?? 'no samples') }
}

/** Adds a tick to runs. Ticks ascend, but for samples that are late. */
function sawTick(runs: Ticks[], tick: number): void {
  const last = runs.at(-1)
  if (last && (tick === last[1] || tick === last[1] + 1)) last[1] = tick
  else runs.push([tick, tick])
}

/** Series with the same runs in one group; without their indices when the whole stripe is alike. */
function group(present: ReadonlyMap<number, Ticks[]>, shardSize: number): Seen[] {
  const groups = new Map<string, { series: number[]; ticks: Ticks[] }>()
  for (const [series, ticks] of present) {
    if (ticks.length === 0) continue
    const key = ticks.join(';')
    const alike = groups.get(key)
    if (alike) alike.series.push(series)
    else groups.set(key, { series: [series], ticks })
  }
  const all = [...groups.values()]
  if (all.length === 1 && all[0]!.series.length === shardSize) return [{ ticks: all[0]!.ticks }]
  for (const { series } of all) series.sort((a, b) => a - b)
  return all.sort((a, b) => a.series[0]! - b.series[0]!)
}

function bounded(anomalies: Anomaly[]): Anomaly[] {
  if (anomalies.length <= MOST_OF_A_KIND) return anomalies
  const kinds = Map.groupBy(anomalies, ({ kind }) => kind)
  return [...kinds.values()].flatMap(ofKind => ofKind.slice(0, MOST_OF_A_KIND))
}
