import { count, counted, span } from '../../../checks/explain.ts'
import { BEFORE_THE_OPERATION, steadyUntil } from '../../../checks/steady-state.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../../../history/verdict.ts'
import type { K6Event, K6Path } from './k6-records.ts'

/** Part of what k6 was to do that may not have come to Mimir; with more, what it saw says too little. */
const MOST_LOST = 0.05

/** Milliseconds. k6 goes by another clock, and what the gateway did to one of its requests is recorded a little later. */
const APART = 1000

/**
 * Did everything go well that k6 did? invalid: a request failed, or a check of its scripts. unknown: it left no summary, wrote or queried
 * nothing, or could not send more than 5 % of what was due, which is the machine's doing and not Mimir's; or something failed in the steady
 * state. A run without k6 has no such finding.
 */
export function k6(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  if (!run.signals.includes('k6')) return undefined
  const summary = events.findLast(e => e.type === 'k6')
  if (!summary) return { check: 'k6', verdict: 'unknown', summary: 'k6 left no summary', evidence: lastWords(events) }
  const doubts = paths.flatMap(path => doubtsOf(path, summary[path]))
  const failures = [...paths.flatMap(path => failuresOf(path, summary[path])), ...failedChecks(summary)]
  const unfit = summary.failedAt !== undefined && summary.failedAt + APART < steadyUntil(run, events)
  const failed: Verdict = unfit ? 'unknown' : 'invalid'
  const verdicts: Verdict[] = [failures.length > 0 ? failed : 'valid', doubts.length > 0 ? 'unknown' : 'valid']
  const { from, to } = summary
  return {
    check: 'k6',
    verdict: worst(verdicts),
    summary: sentence(summary) + (unfit ? BEFORE_THE_OPERATION : ''),
    evidence: [...failures, ...doubts].map(e => ({ ...e, from, to })),
  }
}

const paths = ['writes', 'queries'] as const
type Path = (typeof paths)[number]

const lastWords = (events: readonly HistoryEvent[]): Evidence[] => {
  const fact = events.findLast(e => e.type === 'fact' && e.fact === 'k6 left no summary')
  return [{ kind: 'silent', text: fact?.type === 'fact' ? String(fact.value) : 'it was not asked for one' }]
}

function doubtsOf(path: Path, { requests, dropped, unreached }: K6Path): Evidence[] {
  if (requests === 0) return [{ kind: 'silent', text: `no ${path} came to Mimir` }]
  const due = requests + dropped + unreached
  if (dropped + unreached <= MOST_LOST * due) return []
  const lost = `${count(dropped)} were dropped as k6 had no client free, ${count(unreached)} did not reach the cluster`
  return [{ kind: 'dropped', text: `${path}: of ${count(due)} that were due ${lost}; 5 % are allowed` }]
}

const failuresOf = (path: Path, { requests, failed }: K6Path): Evidence[] =>
  failed === 0
    ? []
    : [
        {
          kind: 'failed',
          text: `${path}: ${count(failed)} of ${counted(requests, 'request')} failed; k6/k6.log has each`,
        },
      ]

const failedChecks = ({ checks }: K6Event): Evidence[] =>
  checks
    .filter(c => c.failed > 0)
    .map(({ check, passed, failed }) => ({
      kind: 'check',
      text: `"${check}" did not hold ${count(failed)} of ${counted(passed + failed, 'time')}`,
    }))

function sentence(summary: K6Event): string {
  const { writes, queries, checks, wanted } = summary
  const failed = checks.reduce((sum, c) => sum + c.failed, 0)
  const all = checks.reduce((sum, c) => sum + c.passed + c.failed, 0)
  return [
    `${told('write', writes)} and ${told('query', queries, 'queries')} at ${count(wanted)} a second each`,
    `${count(writes.failed + queries.failed)} failed`,
    `${count(all - failed)} of ${counted(all, 'check')} held`,
    `${count(writes.dropped + queries.dropped)} dropped`,
  ].join(', ')
}

const told = (one: string, { requests, latency }: K6Path, many = `${one}s`): string =>
  `${count(requests)} ${requests === 1 ? one : many}${latency ? ` (p99 ${span(latency.p99)})` : ''}`
