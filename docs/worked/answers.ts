import { clock, counted, some } from '../../harness/checks/explain.ts'
import type { Ticks } from '../../harness/history/events.ts'
import type { RunInfo } from '../../harness/history/run-info.ts'
import { timeOf } from '../../harness/mimir/signals/ledger/dataset.ts'
import type { Anomaly, ReadEvent } from '../../harness/mimir/signals/reads/reads-records.ts'

type Answer = Omit<ReadEvent, 'type' | 'path'> & { path?: ReadEvent['path'] }

/** What an answer held, in words: `has samples of 12:00:00.000 to 12:00:02.000`. */
export function answerText(answer: Answer, run: RunInfo): string {
  const { seen, anomalies = [], alerts, asks } = answer
  const parts = [
    ...(seen ? [seenText(answer, run)] : []),
    ...valuesOf(answer),
    ...(asks === 'increase' ? [`${answer.values?.join(', ') || 'nothing'}`] : []),
    ...(alerts ? alerts.map(a => `${a.name} ${a.state} since ${clock(a.activeAt)}`) : []),
    ...anomalies.map(odd(run)),
  ]
  return `${parts.join(', ') || 'answered'}${askedText(answer, run)}`
}

/** For which times it asked, where that was not for all before it. */
function askedText({ window, start }: Answer, { dataset }: RunInfo): string {
  if (!window) return ''
  const from = window.from >= dataset.epoch ? ` from ${clock(window.from)}` : ''
  const until = window.to < start ? ` until ${clock(window.to)}` : ''
  return from === '' && until === '' ? '' : ` (asked for times${from}${until})`
}

/** The samples of series that were there, by their timestamps. */
function seenText({ seen = [], tenant, stripe }: Answer, run: RunInfo): string {
  if (stripe === undefined) return seen.length > 0 ? 'has samples' : 'has nothing'
  const time = (tick: number) => clock(timeOf(run.dataset, { tenant, stripe }, tick))
  const range = ([first, last]: Ticks) => (first === last ? time(first) : `${time(first)} to ${time(last)}`)
  const held = seen
    .filter(s => s.ticks.length > 0)
    .map(({ series, ticks }) => `${ticks.map(range).join(' and ')}${series ? ` (series ${some(series)} alone)` : ''}`)
  return held.length === 0 ? 'has no sample' : `has samples of ${held.join('; ')}`
}

/** Values that are no samples: label values, evaluations and what they recorded, names of rules. */
function valuesOf({ path, seen, values, recorded, asks }: Answer): string[] {
  if (values === undefined || asks === 'increase') return []
  if (path !== 'rules' && values.length > 0) return [values.join(', ')]
  if (path !== 'rules') return seen !== undefined || asks === 'alerts' ? [] : ['nothing']
  const times = values.map(v => clock(Number(v)))
  const what = recorded?.length ? ` recording ${[...new Set(recorded)].join(', ')}` : ''
  const some = times.length > 4 ? `${times[0]} to ${times.at(-1)}` : times.join(', ')
  return [`${counted(times.length, 'evaluation')}${times.length > 0 ? ` (${some})` : ''}${what}`]
}

const odd =
  ({ dataset }: RunInfo) =>
  (it: Anomaly): string => {
    switch (it.kind) {
      case 'corrupt':
        return `series ${it.series} has ${it.got} and not ${it.expected}`
      case 'duplicate':
        return `series ${it.series} twice, ${it.got.join(' and ')}, at ${clock(dataset.epoch + it.tick * dataset.interval)}`
      case 'phantom':
        return `${it.labels} = ${it.got} at ${clock(it.timestamp)}`
      case 'foreign':
        return `${it.samples > 0 ? `${counted(it.samples, 'sample')} of ` : ''}${it.labels} of ${it.owner}`
    }
  }
