import { exposition } from '../../../util/exposition.ts'
import { ask, demand, type Series } from '../../query-api.ts'
import { ALERT, METRIC, RECORDED, TICK } from '../../ticks-plan.ts'
import type { Amiss, Made, ReadingEvent, Stored } from './ticks-records.ts'

export const DAY = 86_400_000

type Served = NonNullable<ReadingEvent['served']>

/** What a server has of ticks, by its API: `live` since the end of the history, the rest in `served`. @throws Error where it does not answer */
export async function servedBy(url: string, made: Made, now: number): Promise<{ served: Served; live: Stored[] }> {
  const since = (metric: string) => rawSeries(url, metric, made.until, now)
  const [windows, live, recorded, active, alerts, metrics] = await Promise.all([
    windowsOf(url, made),
    since(METRIC),
    since(RECORDED),
    since(`ALERTS_FOR_STATE{alertname="${ALERT}"}`),
    since(`ALERTS{alertname="${ALERT}",alertstate="firing"}`),
    demand(`${url}/metrics`).then(({ text }) => exposition(text)),
  ])
  const total = (name: string) => metrics(name).reduce((sum, { value }) => sum + value, 0)
  return {
    live: storedOf(live),
    served: {
      ...windows,
      recorded: recorded.flatMap(s => s.points.map(([at]) => at)),
      active: active.flatMap(s => s.points.map(([at, since]): [number, number] => [at, since * 1000])),
      firing: alerts.flatMap(s => s.points.map(([at]) => at)),
      replaySeconds: total('prometheus_tsdb_data_replay_duration_seconds'),
      headSeries: total('prometheus_tsdb_head_series'),
      walCorruptions: total('prometheus_tsdb_wal_corruptions_total'),
      compactions: total('prometheus_tsdb_compactions_total'),
      sizeRetentions: total('prometheus_tsdb_size_retentions_total'),
      timeRetentions: total('prometheus_tsdb_time_retentions_total'),
      blockBytes: total('prometheus_tsdb_storage_blocks_bytes'),
      headBytes:
        total('prometheus_tsdb_wal_storage_size_bytes') + total('prometheus_tsdb_head_chunks_storage_size_bytes'),
    },
  }
}

/** Samples as they are stored, after a moment and up to another (ms): a range selector, which looks back for none. */
function rawSeries(url: string, selector: string, after: number, to: number): Promise<Series[]> {
  const range = `${selector}[${Math.ceil(to - after)}ms]`
  return ask(url, 'query', { query: range, time: (to / 1000).toFixed(3) })
}

/** Ticks of each day of the history, by count and sum: a value that is not the tick's own changes the sum, which doubles hold exactly. */
async function windowsOf(url: string, { from, until, step, series }: Made): Promise<Pick<Served, 'windows' | 'amiss'>> {
  const seconds = (ms: number) => (ms / 1000).toFixed(3)
  const range = { start: seconds(from + DAY - 1), end: seconds(until - 1), step: String(DAY / 1000) }
  const of = (name: string) => ask(url, 'query_range', { query: `${name}_over_time(${METRIC}[1d])`, ...range })
  const [counts, sums] = await Promise.all([of('count'), of('sum')])
  return amissIn({ from, until, step, series }, byWindow(counts), byWindow(sums))
}

/** Values by series, then by the end of their window. */
type ByWindow = ReadonlyMap<string, ReadonlyMap<number, number>>

const byWindow = (all: readonly Series[]): ByWindow =>
  new Map(
    all.map(({ labels, points }) => [
      labels.series ?? '',
      new Map(points.map(([at, value]) => [Math.round(at), value])),
    ]),
  )

/** Days of which a server has not each tick once with its value; those that follow each other as one. */
export function amissIn(
  { from, until, step, series }: Made,
  counts: ByWindow,
  sums: ByWindow,
): Pick<Served, 'windows' | 'amiss'> {
  const amiss: Amiss[] = []
  const expected = DAY / step
  const ends: number[] = []
  for (let end = from + DAY; end <= until; end += DAY) ends.push(end)
  for (let i = 0; i < series; i++) {
    let open: Amiss | undefined
    for (const end of ends) {
      const found = counts.get(String(i))?.get(end - 1) ?? 0
      const first = (end - DAY) / TICK
      const sum = expected * (first + ((expected - 1) * step) / TICK / 2)
      if (found === expected && sums.get(String(i))?.get(end - 1) === sum) {
        open = undefined
        continue
      }
      if (open) Object.assign(open, { to: end, expected: open.expected + expected, found: open.found + found })
      else {
        open = { series: String(i), from: end - DAY, to: end, expected, found }
        amiss.push(open)
      }
    }
  }
  return { windows: ends.length * series, amiss }
}

/** Samples of all series, by their time and value. */
function storedOf(all: readonly Series[]): Stored[] {
  const stored = new Map<string, Stored>()
  for (const [at, tick] of all.flatMap(s => s.points)) {
    const key = `${at} ${tick}`
    const known = stored.get(key)
    if (known) known.series++
    else stored.set(key, { at, tick, series: 1 })
  }
  return [...stored.values()].sort((a, b) => a.at - b.at)
}
