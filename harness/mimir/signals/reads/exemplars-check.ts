import { rareIn } from '../../../checks/excludes.ts'
import { clock, count, counted, during } from '../../../checks/explain.ts'
import { objectiveAt, phasesOf } from '../../../checks/phases.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence, Exclusion, Finding } from '../../../history/verdict.ts'
import { calmOf } from '../calm.ts'
import { everyStripeOf, kindOf } from '../ledger/dataset.ts'
import { stripesWithExemplars } from '../ledger/kinds/annotations-of.ts'
import { type Context, exemplarsOf, type Judged, metadataOf } from './annotations-seen.ts'
import type { Anomaly, ReadEvent } from './reads-records.ts'

/**
 * Can exemplars and metadata be read that were acked? invalid: one that no read ever had, though it was asked for while nothing happened to ingesters; metadata that a
 * read of such a time did not have; one with another trace, value, type or unit, or that nobody wrote. Foreign ones are judged by `isolation`. Ingesters have both in
 * their memory, so a restart may forget them. unknown: none was asked for. Where none was asked for in calm time the finding says so. Without such streams, or with one tenant alone, there is no such finding.
 */
export function exemplars(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const looks = looksOf(run, events)
  if (looks === undefined) return undefined
  const { exemplars: seen, metadata, wrong } = looks
  const evidence = [...seen.evidence, ...metadata.evidence, ...wrong]
  const asks = new Set<string | undefined>(
    events.flatMap(e => (e.type === 'read' && e.path === 'cross-tenant' && e.outcome === 'ok' ? [e.asks] : [])),
  )
  const untold = [
    ...(seen.stripes > 0 && seen.judged === 0 ? [{ asks: 'exemplars', what: 'no exemplar was' }] : []),
    ...(metadata.judged === 0 ? [{ asks: 'metadata', what: 'no metadata were' }] : []),
  ]
  const [never, restless] = [untold.filter(it => !asks.has(it.asks)), untold.filter(it => asks.has(it.asks))]
  const uncertainty = restless.map(({ what }) => `${what} asked for while nothing happened to ingesters`).join('; ')
  return {
    check: 'exemplars',
    verdict: evidence.length > 0 ? 'invalid' : never.length > 0 ? 'unknown' : 'valid',
    summary: [
      `${count(seen.missing)} of ${counted(seen.judged, 'acked exemplar')} in no read`,
      `acked metadata missing in ${count(metadata.missing)} of ${counted(metadata.judged, 'look')}`,
      ...(wrong.length > 0 ? [`${count(wrong.length)} wrong`] : []),
      ...(uncertainty === '' ? [] : [uncertainty]),
    ].join('; '),
    ...(uncertainty !== '' && { uncertainty }),
    evidence: [...evidence, ...never.map(({ what }): Evidence => ({ kind: 'not-asked', text: `${what} asked for` }))],
  }
}

/** Of so many exemplars and looks at metadata none was wrong. */
export function exemplarsExcludes(run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const looks = looksOf(run, events)
  if (looks === undefined) return []
  return [
    ...rareIn('exemplars that no read has', looks.exemplars.judged),
    ...rareIn('reads without metadata', looks.metadata.judged),
  ]
}

function looksOf(run: RunInfo, events: readonly HistoryEvent[]) {
  const d = run.dataset
  if (d.kinds === undefined || d.tenants.length === 1) return undefined
  const phases = phasesOf(run, events)
  const context: Context = {
    ...{ run, d, isCalm: calmOf(run, events), when: during(events) },
    writes: events.filter(e => e.type === 'write'),
    reads: events.filter(e => e.type === 'read').filter(e => e.path === 'cross-tenant' && e.outcome === 'ok'),
    readableAfter: ({ tenant, start }) => objectiveAt(run, phases, 'instant', tenant, start).readableAfter,
  }
  const tenants = d.tenants.map((_, tenant) => tenant)
  const kinds = tenants.flatMap(tenant => everyStripeOf(d, tenant)).filter(of => kindOf(d, of) !== undefined)
  return {
    exemplars: together(tenants.flatMap(t => stripesWithExemplars(d, t)).map(of => exemplarsOf(context, of))),
    metadata: together(kinds.map(of => metadataOf(context, of))),
    wrong: wrongOnes(context),
  }
}

const together = (all: readonly Judged[]): Judged & { stripes: number } => ({
  stripes: all.length,
  judged: all.reduce((sum, it) => sum + it.judged, 0),
  missing: all.reduce((sum, it) => sum + it.missing, 0),
  evidence: all.flatMap(it => it.evidence),
})

/** What no correct Mimir answers, by what is wrong with it: the first read that had it, and how many did. */
function wrongOnes({ run, reads, when }: Context): Evidence[] {
  const found = new Map<string, { read: ReadEvent; anomaly: Anomaly; reads: number }>()
  for (const read of reads)
    for (const anomaly of read.anomalies ?? []) {
      if (anomaly.kind === 'foreign') continue
      const { timestamp: _, ...rest } = { timestamp: 0, ...anomaly }
      const key = `${read.tenant} ${JSON.stringify(rest)}`
      const known = found.get(key) ?? { read, anomaly, reads: 0 }
      found.set(key, { ...known, reads: known.reads + 1 })
    }
  return [...found.values()].map(({ read, anomaly, reads: n }) => {
    const tenant = run.tenants[read.tenant]!
    const text = `${tenant}: ${wrongWith(anomaly)}; ${counted(n, 'read')} of ${read.asks} had it, first that of ${clock(read.start)}, ${when(read.start, read.end)}`
    return { kind: anomaly.kind, text, from: read.start, to: read.end, tenant, data: { asks: read.asks } }
  })
}

function wrongWith(anomaly: Anomaly): string {
  if (anomaly.kind === 'corrupt') return `series ${anomaly.series}: expected ${anomaly.expected}, got ${anomaly.got}`
  if (anomaly.kind === 'phantom') return `${anomaly.labels}: ${anomaly.got}, and nobody wrote that`
  return anomaly.kind
}
