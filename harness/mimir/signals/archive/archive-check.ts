import { answeredBy } from '../../../checks/answered.ts'
import { tooManyFailed } from '../../../checks/availability.ts'
import { describer } from '../../../checks/availability-evidence.ts'
import { instrumentsOf } from '../../../checks/disturbances.ts'
import { clock, count, counted, during, span } from '../../../checks/explain.ts'
import { commonError, lanesOf, type Operation } from '../../../checks/lanes.ts'
import { pathAvailabilityOf } from '../../../checks/path-availability.ts'
import { moreInPhases, phasesOf } from '../../../checks/phases.ts'
import { untoldOf } from '../../../checks/starved.ts'
import { steadyUntil } from '../../../checks/steady-state.ts'
import { uncertaintyOf } from '../../../checks/uncertainty.ts'
import type { Window } from '../../../checks/windows.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Stream } from '../../../history/signal.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../../../history/verdict.ts'
import type { ArchiveEvent } from './archive-records.ts'

/**
 * Could old data, which lies in blocks alone, be read whole all the time? invalid: more reads failed than the objective of `archive` allows (none, as a rule), an
 * answer lacked samples or had wrong ones, or no good answer came for longer than it allows. unknown: nothing was read, nobody could look for too long
 * (pathAvailability.ts), or that was so before anything was done.
 * A run without an archive has no such finding.
 */
export function archive(
  run: RunInfo,
  events: readonly HistoryEvent[],
  streams: readonly Stream[],
): Finding | undefined {
  if (!run.signals.includes('archive')) return undefined
  const reads = events.filter(e => e.type === 'archive').filter(e => !e.unreachable)
  const all = reads.map(read => ({ read, operation: operation(read) }))
  const operations = all
    .filter(({ read }) => read.other === undefined)
    .map(it => it.operation)
    .sort((a, b) => a.due - b.due)
  const instrument = instrumentsOf(run, lanesOf(run, events, streams), events)('archive')
  const pathAvailability = pathAvailabilityOf(
    run,
    phasesOf(run, events),
    { path: 'archive', tenant: 0, operations },
    instrument,
  )
  const { stretches, down: windows, untold, doubt } = pathAvailability
  const allowed = stretches[0]!.objective.longestGap
  const uncertainty = uncertaintyOf([pathAvailability], describer(run, events))
  const failed = all.map(it => it.operation).filter(o => !o.ok)
  const tooMany = new Set(tooManyFailed({ operations: all.map(it => it.operation) }, stretches))
  // However many may fail, an answer that lacks samples is none of them.
  const isProof = ({ read, operation }: (typeof all)[number]) =>
    !operation.ok && (read.error === undefined || tooMany.has(operation))
  const proofs = all.filter(isProof)
  const proved = proofs.map(it => it.operation)
  const unanswered = proofs.filter(({ read }) => read.error !== undefined).map(it => it.operation)
  const lacking = reads.filter(r => r.error === undefined && r.found < r.expected)
  const wrong = reads.filter(r => r.wrong > 0)
  const steady = steadyUntil(run, events)
  const unfit = proved.some(o => o.end <= steady)
  // An answer that lacks samples is never excused.
  const inUntold = new Set(untold.flatMap(w => w.failed))
  const byItself = new Set(untoldOf(unanswered, instrument).untold)
  const excused = unanswered.filter(o => inUntold.has(o) || byItself.has(o))
  const proving = proved.filter(o => !excused.includes(o))
  const amiss: Verdict = proving.length + windows.length === 0 ? 'valid' : unfit ? 'unknown' : 'invalid'
  const untellable = doubt !== undefined || untold.length > 0 || excused.length > 0
  const when = during(events)
  return {
    check: 'archive',
    verdict:
      reads.length === 0
        ? 'unknown'
        : worst([amiss, wrong.length > 0 ? 'invalid' : 'valid', untellable ? 'unknown' : 'valid']),
    summary:
      reads.length === 0
        ? 'no old data was read'
        : [
            `${counted(reads.length, 'read')} of old data from blocks: ${count(failed.length)} failed or lacked samples`,
            `longest time between good answers ${span(longest(operations))}, ${span(allowed)} allowed${moreInPhases(stretches)}`,
            ...(uncertainty === undefined ? [] : [uncertainty]),
            ...(wrong.length > 0 ? [`${counted(wrong.length, 'answer')} had wrong samples`] : []),
          ].join('; '),
    ...(uncertainty !== undefined && { uncertainty }),
    evidence: [
      // No machine is so slow that it makes samples up, so these are never cut off.
      ...wrong.map(
        (r): Evidence => ({
          kind: 'wrong',
          text: `chunk ${r.chunk}: ${counted(r.wrong, 'sample')} that nobody wrote, or twice; ${when(r.start, r.end)}`,
          from: r.start,
          to: r.end,
          ...answeredBy([r]),
        }),
      ),
      ...windows.map(w => windowEvidence(w, when(w.from, w.to))),
      ...(proved.length > 0 ? [failures(proved, when)] : []),
      ...(lacking.length > 0 ? [absence(lacking, when)] : []),
    ],
  }
}

const operation = ({ due, start, end, error, found, expected, pod, unanswered }: ArchiveEvent): Operation => ({
  due,
  start,
  end,
  ok: error === undefined && found === expected,
  error: error ?? (found < expected ? `${found} of ${expected} samples` : ''),
  ...(pod !== undefined && { pod }),
  ...(unanswered && { unanswered }),
})

/** Between two good answers, whichever chunk they were of. */
function longest(operations: readonly Operation[]): number {
  const good = operations.filter(o => o.ok).map(o => o.end)
  good.sort((a, b) => a - b)
  return good.reduce((most, end, i) => Math.max(most, i === 0 ? 0 : end - good[i - 1]!), 0)
}

const windowEvidence = ({ from, to, atLeast, atMost, failed }: Window, when: string): Evidence => ({
  kind: 'window',
  text: `old data could not be read from ${clock(from)} to ${clock(to)}: for ${span(atLeast)} to ${span(atMost)}; ${counted(failed.length, 'read')} failed; ${when}`,
  from,
  to,
  ...answeredBy(failed),
  data: { atLeastMs: Math.round(atLeast), atMostMs: Math.round(atMost), failed: failed.length },
})

function failures(failed: readonly Operation[], when: (from: number, to: number) => string): Evidence {
  const common = commonError(failed)!
  const [from, to] = [failed[0]!.start, Math.max(...failed.map(o => o.end))]
  return {
    kind: 'errors',
    text: `${counted(failed.length, 'read')} without a whole answer from ${clock(from)} to ${clock(to)}, most often "${common.error}" (${count(common.times)}); ${when(from, to)}`,
    from,
    to,
    ...answeredBy(failed),
    data: { failed: failed.length },
  }
}

/** Absence that heals is a finding too: who asked at that moment was told less than there is. */
function absence(lacking: readonly ArchiveEvent[], when: (from: number, to: number) => string): Evidence {
  const [from, to] = [lacking[0]!.start, lacking.at(-1)!.end]
  const chunks = [...new Set(lacking.map(r => r.chunk))].sort((a, b) => a - b)
  return {
    kind: 'missing',
    text: `${counted(lacking.length, 'answer')} that lacked samples without saying so, of ${counted(chunks.length, 'chunk')} (${chunks.slice(0, 8).join(', ')}), from ${clock(from)} to ${clock(to)}; ${when(from, to)}`,
    from,
    to,
    ...answeredBy(lacking),
    data: { answers: lacking.length, chunks: chunks.length },
  }
}
