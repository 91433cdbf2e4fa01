import { alertRules } from './alerts.ts'
import { availabilityRules } from './availability.ts'
import { coverageRules } from './coverage.ts'
import { excludesRules } from './excludes.ts'
import { exemplarRules } from './exemplars.ts'
import { faultRules } from './faults.ts'
import { isolationRules } from './isolation.ts'
import { kindRules } from './kinds.ts'
import { neighbourRules } from './neighbours.ts'
import { otherRules } from './others.ts'
import { podRules } from './pods.ts'
import { redundancyRules } from './redundancy.ts'
import { ruleRules } from './rules.ts'
import { sampleRules } from './samples.ts'
import { saturatedRules } from './saturated.ts'
import { uncertaintyRules } from './uncertainty.ts'
import { wholeRules } from './whole.ts'
import type { Worked } from './worked.ts'

/** All worked histories. Those of one rule are shown in this order. */
export const workedHistories: readonly Worked[] = [
  ...wholeRules,
  ...sampleRules,
  ...kindRules,
  ...exemplarRules,
  ...redundancyRules,
  ...excludesRules,
  ...availabilityRules,
  ...uncertaintyRules,
  ...saturatedRules,
  ...faultRules,
  ...podRules,
  ...neighbourRules,
  ...coverageRules,
  ...ruleRules,
  ...alertRules,
  ...isolationRules,
  ...otherRules,
]
