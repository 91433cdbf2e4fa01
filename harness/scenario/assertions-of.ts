import { checkNamesOf } from '../checks/index.ts'
import type { Assertion } from '../history/assertion.ts'
import type { Pace } from '../history/run-info.ts'
import { pathsOf } from '../history/signal.ts'
import { type AssertionSpec, type Assertions, checkExpressions } from '../observer/assertion-spec.ts'
import { UsageError } from '../util/errors.ts'
import { refuse, refuseUnknown } from './refuse.ts'
import type { Scenario } from './scenario.ts'

/** What the metrics of a scenario's runs must meet: what every run of the subject has to, and what is its own. */
export const assertionsOf = (
  { subject, topology, assertions }: Pick<Scenario, 'subject' | 'topology' | 'assertions'>,
  pace: Pace,
): Assertions => ({ ...subject.assertions?.(topology(pace)), ...assertions })

/** As run.json has it: without what only alerts need. */
export const asRecorded = (assertions: Assertions): Assertion[] =>
  Object.entries(assertions).map(([id, { alert: _, paths = [], onlyWith, ...rest }]) => ({
    id,
    ...rest,
    ...(onlyWith && { onlyWith: [...onlyWith] }),
    paths: [...paths],
  }))

/** @throws UsageError for one that can not mean what its author meant */
export function checkAssertions(it: Scenario): void {
  const { signals } = it.subject
  const amounts = signals.flatMap(s => Object.keys(s.amounts ?? {}))
  for (const [id, assertion] of Object.entries(it.assertions)) {
    const whose = `assertion "${id}"`
    if (!/^[a-z][a-z0-9-]*$/.test(id))
      refuse(`the id of ${whose} is not in kebab-case`, 'use small letters, digits and dashes')
    checkParsed(whose, assertion)
    const { bound, onlyWith, paths = [] } = assertion
    if ('least' in bound && assertion.alert.expr === undefined)
      refuse(
        `the alert of ${whose} has no expression`,
        'give `alert.expr`: an operator does not know what clients of a run do',
      )
    if ('least' in bound) refuseUnknown(`${whose} has`, 'amount', [bound.least], amounts)
    refuseUnknown(`${whose} names`, 'check', onlyWith ?? [], checkNamesOf(signals))
    refuseUnknown(`${whose} names`, 'path', paths, Object.keys(pathsOf(signals)))
  }
}

function checkParsed(whose: string, assertion: AssertionSpec): void {
  try {
    checkExpressions(assertion)
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    throw new UsageError(`${whose} is ${thrown.what}`, thrown.fix)
  }
}
