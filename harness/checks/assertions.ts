import type { Assertion, AssertionEvent } from '../history/assertion.ts'
import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Amount } from '../history/signal.ts'
import type { Exclusion, Finding } from '../history/verdict.ts'
import { beyondBound, judgedTime, type Seen } from './beyond-bound.ts'
import { machineOf } from './disturbances.ts'
import { count, counted } from './explain.ts'
import { belowAmount, leastShortfall } from './short-of-amount.ts'
import { least } from './statistics.ts'
import { faultsOf, stepsOf } from './timeline.ts'
import type { Violation } from './violation.ts'

type Amounts = Readonly<Record<string, Amount>>

/**
 * Did the metrics of all pods meet what is asserted of them in PromQL? invalid: a value was beyond its bound, and, where an assertion says so, another check
 * is invalid, too: what was acked and not counted may have been counted by a pod that died. unknown: that check is not, an assertion had no answer, or
 * programs waited for a CPU.
 * @param amounts what clients know, by name
 * @param others the findings of the other checks
 */
export function assertions(
  run: RunInfo,
  events: readonly HistoryEvent[],
  amounts: Amounts,
  others: readonly Finding[],
): Finding | undefined {
  if (run.assertions.length === 0) return undefined
  const answers = new Map(events.filter(e => e.type === 'assertion').map(e => [e.assertion, e]))
  const seen = seenOf(run, events)
  const judged = run.assertions.map(assertion => {
    const answer = answers.get(assertion.id)
    const missing = notAnswered(assertion, answer, seen)
    if (missing !== undefined || !answer) return [missing ?? doubtful(assertion, 'it was not asked')]
    const { bound } = assertion
    const found =
      'most' in bound
        ? beyondBound(assertion, bound.most, answer, seen)
        : belowAmount(assertion, bound, answer, amounts[bound.least]?.(run, events, answer.unseen))
    return found.map(violation => confirmed(assertion, violation, others))
  })
  const all = judged.flat()
  const kept = judged.filter(own => own.length === 0).length
  return {
    check: 'assertions',
    verdict: all.some(v => v.doubt === undefined) ? 'invalid' : all.length > 0 ? 'unknown' : 'valid',
    summary: `${count(kept)} of ${counted(judged.length, 'assertion')} in PromQL met`,
    evidence: all.map(({ doubt, text, ...rest }) => ({
      ...rest,
      text: doubt === undefined ? text : `${text}; ${doubt}`,
    })),
  }
}

/** An empty answer is not zero, and no answer is none. */
function notAnswered(assertion: Assertion, answer: AssertionEvent | undefined, seen: Seen): Violation | undefined {
  if (!answer) return doubtful(assertion, 'it was not asked')
  if (answer.error !== undefined) return doubtful(assertion, `it could not be asked: ${answer.error}`)
  if (answer.moments === 0) return doubtful(assertion, `no series answers ${answer.expr}`)
  if ('most' in assertion.bound && judgedTime(assertion, answer, seen) === 0)
    return doubtful(assertion, 'all of its time was in faults, or in steps that demand less')
  return undefined
}

const seenOf = (run: RunInfo, events: readonly HistoryEvent[]): Seen => ({
  run,
  events,
  machine: machineOf(run, events),
  faults: faultsOf(events),
  steps: stepsOf(events),
})

const doubtful = ({ id, asserts }: Assertion, why: string): Violation => ({
  kind: 'assertion',
  text: `${id} (${asserts})`,
  doubt: why,
  data: { assertion: id },
})

/** Where clients have to have seen it as well, and have not, nobody can tell. */
function confirmed({ onlyWith }: Assertion, violation: Violation, others: readonly Finding[]): Violation {
  if (onlyWith === undefined || violation.doubt !== undefined) return violation
  const { tenant } = violation
  const same = others.filter(f => f.verdict === 'invalid' && onlyWith.includes(f.check))
  const isOurs = ({ evidence }: Finding) => {
    const tenants = evidence.flatMap(e => e.tenant ?? [])
    return tenant === undefined || tenants.length === 0 || tenants.includes(tenant)
  }
  if (same.some(isOurs)) return violation
  const whose = same.length > 0 && tenant !== undefined ? ` of ${tenant}` : ''
  return { ...violation, doubt: `no proof, since ${onlyWith.join(' and ')} found nothing${whose}` }
}

/** From which share on samples that nobody counted would have been seen, and how often anything else happens that an assertion forbids. */
export function assertionsExclude(run: RunInfo, events: readonly HistoryEvent[], amounts: Amounts): Exclusion[] {
  const answers = new Map(events.filter(e => e.type === 'assertion').map(e => [e.assertion, e]))
  const seen = seenOf(run, events)
  const asked = run.assertions.flatMap(assertion => {
    const answer = answers.get(assertion.id)
    return answer ? [{ assertion, answer, bound: assertion.bound }] : []
  })
  const times = asked.filter(a => 'most' in a.bound).map(a => judgedTime(a.assertion, a.answer, seen))
  const hours = times.length === 0 ? 0 : least(times, ms => ms) / 3_600_000
  const rare: Exclusion = {
    kind: 'seconds in which an assertion is not met',
    unit: 'per_hour',
    bound: Number((3 / hours).toPrecision(3)),
  }
  const shortfalls = asked.flatMap(({ assertion, answer, bound }): Exclusion[] => {
    if (!('least' in bound)) return []
    const known = amounts[bound.least]?.(run, events, answer.unseen) ?? new Map()
    const worst = leastShortfall(bound, answer, known)
    return worst
      ? [
          {
            kind: `${bound.least} beyond what "${assertion.id}" counts`,
            unit: 'ratio',
            bound: worst.share,
            of: worst.of,
          },
        ]
      : []
  })
  return [...shortfalls, ...(hours > 0 ? [rare] : [])]
}
