import { clock, count, span } from '../../harness/checks/explain.ts'
import type { EventTypes } from '../../harness/history/events.ts'
import type { RunInfo } from '../../harness/history/run-info.ts'
import { kindOf } from '../../harness/mimir/signals/ledger/dataset.ts'
import { answerText } from './answers.ts'
import { type Describers, QUICK, type Told } from './told.ts'

interface Answer {
  start: number
  due: number
  end: number
  status?: number | undefined
  error?: string | undefined
  unreachable?: true | undefined
}

const why = ({ status, error }: Answer): string => [status, error].filter(it => it !== undefined).join(' ')

/** A request that failed, and why; undefined where it did not. */
function failure(event: Answer, outcome: string): string | undefined {
  if (event.unreachable) return `did not reach the cluster (${why(event)})`
  return outcome === 'ok' || outcome === 'acked' ? undefined : `${outcome} (${why(event)})`
}

/** How long it took is told where it is worth a word. */
function request({ due, end }: Answer): Pick<Told, 'at' | 'took'> {
  const took = end - due
  return { at: due, ...(took > QUICK && { took }) }
}

/** `stripe 1`, or the kind of its samples. */
const partOf = (run: RunInfo, tenant: number, stripe: number): string =>
  kindOf(run.dataset, { tenant, stripe })?.replaceAll('_', ' ') ?? `stripe ${stripe}`

function write(event: EventTypes['write'], run: RunInfo): Told {
  const { tenant, stripe, ticks, outcome } = event
  const part = partOf(run, tenant, stripe)
  const batch = ticks[1] > ticks[0] ? `write of ${ticks[1] - ticks[0] + 1} samples` : 'write'
  return {
    ...{
      at: event.due,
      took: event.end - event.due,
      stream: `write ${tenant} ${stripe}`,
      part,
      what: `${batch} to ${run.tenants[tenant]}`,
    },
    came: failure(event, outcome) ?? outcome,
  }
}

function read(event: EventTypes['read'], run: RunInfo): Told {
  const { path, tenant, stripe, asks, outcome } = event
  const of = stripe === undefined ? '' : `, ${partOf(run, tenant, stripe)}`
  const what = `${path} read of ${run.tenants[tenant]}${of}${asks === undefined ? '' : ` (${asks.replace('-', ' ')})`}`
  const came = failure(event, outcome) ?? answerText(event, run)
  return { ...request(event), stream: `${path} ${tenant} ${stripe}`, what, came }
}

function compared({ at, samples, missing, different, extra, queue, broke }: EventTypes['reference-prometheus']): Told {
  const odd = [missing, different, extra].map(({ samples }) => count(samples))
  const own = queue ? `; the observer gave up ${queue.dropped + queue.failed}` : ''
  const all = `${count(samples)} samples: ${odd[0]} missing, ${odd[1]} different, ${odd[2]} extra`
  return { at, what: `the observer and Mimir are compared: ${broke ?? all}${own}`, came: '' }
}

export const describeSignals: Describers = {
  write,
  read,
  'reference-prometheus': compared,
  alerting: ({ at, firing, silenced, held, repeat }) => ({
    at,
    what: `${firing} fires and is notified every ${span(repeat)}, ${silenced} is silenced, ${held.name} fires since ${clock(held.since)}`,
    came: '',
  }),
  alerts: event => {
    const { silence, firing, silenced, outcome } = event
    const seen = `Hit ${firing}, Silenced ${silenced}${silence ? '' : ', no silence'}`
    return { ...request(event), stream: 'alerts', what: 'look at alerts', came: failure(event, outcome) ?? seen }
  },
  notification: ({ at, status, alerts }) => ({ at, what: `a notification: ${alerts.join(', ')} ${status}`, came: '' }),
  archive: event => {
    const { other, found, expected, wrong, foreign, error } = event
    const who = other === undefined ? '' : ` of ${other}`
    const odd = wrong > 0 ? `, and ${wrong}${foreign ? " of another tenant's" : ''} that it did not write` : ''
    const came = error === undefined ? `${found} of ${expected} samples${odd}` : failure(event, 'failed')!
    return { ...request(event), stream: `archive ${other}`, what: `read of old data${who}`, came }
  },
  zone: ({ from, zone, error }) => {
    const came = error === undefined ? 'can be asked alone' : `can not be asked alone, ${error}`
    return { at: from - 1, stream: zone, what: '', part: zone, came }
  },
  'zone-read': (event, run) => ({
    ...{ at: event.start, stream: `${event.zone} alone`, part: `${event.zone} alone` },
    what: `read of ${run.tenants[event.tenant]}, ${partOf(run, event.tenant, event.stripe!)}`,
    came: answerText(event, run),
  }),
  'zones-not-asked': ({ at, why }) => ({ at, what: `no zone is asked alone: ${why}`, came: '' }),
  k6: ({ to, writes, queries, checks }) => {
    const paths = Object.entries({ writes, queries }).map(
      ([path, { requests, failed, dropped }]) => `${requests} ${path}, ${failed} failed, ${dropped} dropped`,
    )
    const held = checks.map(({ check, passed, failed }) => `check "${check}" held ${passed} times, ${failed} not`)
    return { at: to, what: `k6 ends: ${[...paths, ...held].join('; ')}`, came: '' }
  },
}
