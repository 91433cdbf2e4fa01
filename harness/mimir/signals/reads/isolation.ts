import { answeredBy } from '../../../checks/answered.ts'
import { clock, count, counted, type During, during } from '../../../checks/explain.ts'
import { objectiveAt, phasesOf } from '../../../checks/phases.ts'
import { greatest } from '../../../checks/statistics.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence, Finding } from '../../../history/verdict.ts'
import type { Asked, ReadEvent } from './reads-records.ts'

/**
 * Did every answer hold its own tenant's series and no other's? invalid: a foreign series in any answer, other values than the own
 * tenant's name in a `labels` answer, anything at all in a cross-tenant read. unknown: no cross-tenant read that could have found
 * something, so none begun once every tenant had data. With one tenant alone there is nothing to ask for across: its answers decide (valid
 * needs one begun once it had data), and the summary says what they can not show.
 */
export function isolation(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const reads = events.filter(e => e.type === 'read').filter(e => e.outcome === 'ok')
  const firstAcks = firstAcksOf(run, events)
  const alone = run.tenants.length === 1
  const telling = reads.filter(r => r.start >= greatest(firstAcks, at => at) && (alone || r.path === 'cross-tenant'))
  const when = during(events)
  const phases = phasesOf(run, events)
  const readableAfter = ({ tenant, start }: ReadEvent) =>
    objectiveAt(run, phases, 'labels', tenant, start).readableAfter
  const unseen = blind(reads)
  const evidence = [
    ...oldData(events, when),
    ...reads.flatMap(read => breachesOf(run, read, firstAcks[read.tenant]!, readableAfter, when)),
  ]
  const tenants = new Set(reads.map(r => r.tenant)).size
  const crossing = alone ? [] : [counted(telling.length, 'cross-tenant read')]
  const looked = [`${counted(reads.length, 'answer')} of ${counted(tenants, 'tenant')}`, ...crossing].join(', ')
  const found =
    evidence.length === 0 ? 'no foreign series' : `${count(evidence.length)} with what is not the tenant's own`
  return {
    check: 'isolation',
    verdict: evidence.length > 0 ? 'invalid' : telling.length === 0 || unseen.length > 0 ? 'unknown' : 'valid',
    summary: `${looked}, ${found}${alone ? `; ${ALONE}` : ''}`,
    evidence: [
      ...evidence,
      ...unseen.map(kind => ({
        kind: 'unseen',
        text: `no ${kind} of any tenant were seen, so none could be told apart`,
      })),
    ],
  }
}

/** Kinds of cross-tenant reads that show what is the tenant's own, too: one that never did could not have found anything. */
const OWN: readonly Asked[] = ['metadata', 'exemplars']

const gotten = ({ asks = 'samples' }: ReadEvent, samples: number): string =>
  asks === 'samples' ? counted(samples, 'sample') : asks.replace('-', ' ')

/** Kinds that were asked for and answered, and never showed anything. */
const blind = (reads: readonly ReadEvent[]): Asked[] =>
  OWN.filter(kind => {
    const own = reads.filter(r => r.path === 'cross-tenant' && r.asks === kind)
    return own.length > 0 && own.every(r => !r.values?.length && !r.anomalies?.length)
  })

/** Zero comes with its resolution, here too. */
const ALONE = 'with one tenant alone, whether it could read of another was not tried'

/** Old data of one tenant in an answer to another: store-gateways gave it blocks that are not its own. */
const oldData = (events: readonly HistoryEvent[], when: During): Evidence[] =>
  events.flatMap((e): Evidence[] => {
    if (e.type !== 'archive' || !e.foreign) return []
    const tenant = e.other ?? 'archive'
    const text = `${tenant} got ${counted(e.foreign, 'sample')} of another tenant in the read of old data (chunk ${e.chunk}) of ${clock(e.start)}, ${when(e.start, e.end)}`
    const data = { path: 'archive', samples: e.foreign }
    return [{ kind: 'foreign', text, from: e.start, to: e.end, tenant, ...answeredBy([e]), data }]
  })

/** When each tenant certainly had data first; Infinity if never. */
function firstAcksOf({ dataset }: RunInfo, events: readonly HistoryEvent[]): number[] {
  const first = dataset.tenants.map(() => Infinity)
  for (const e of events) {
    if (e.type === 'write' && e.outcome === 'acked') first[e.tenant] = Math.min(first[e.tenant]!, e.end)
  }
  return first
}

function breachesOf(
  run: RunInfo,
  read: ReadEvent,
  hasData: number,
  readableAfter: (read: ReadEvent) => number,
  when: During,
): Evidence[] {
  const tenant = run.tenants[read.tenant]!
  const breach = (kind: string, what: string, data: Record<string, unknown>): Evidence => ({
    kind,
    text: `${tenant} ${what} in the ${read.path} read of ${clock(read.start)}, ${when(read.start, read.end)}`,
    from: read.start,
    to: read.end,
    tenant,
    ...answeredBy([read]),
    data: { path: read.path, ...data },
  })
  const breaches = (read.anomalies ?? [])
    .filter(a => a.kind === 'foreign')
    .map(({ owner, labels, samples }) =>
      breach('foreign', `got ${gotten(read, samples)} of ${owner} (${labels})`, { owner, labels, samples }),
    )
  const values = read.values ?? []
  const others = values.some(v => v !== tenant)
  const own = values.includes(tenant) || read.start < hasData + readableAfter(read)
  if (read.path === 'labels' && (others || !own)) {
    breaches.push(breach('labels', `got the tenants [${values.join(', ')}] where [${tenant}] was expected`, { values }))
  }
  const crossed =
    !OWN.includes(read.asks ?? 'samples') && (values.length > 0 || read.seen?.some(group => group.ticks.length > 0))
  if (read.path === 'cross-tenant' && crossed && breaches.length === 0) {
    breaches.push(breach('foreign', "got another tenant's samples", { values }))
  }
  return breaches
}
