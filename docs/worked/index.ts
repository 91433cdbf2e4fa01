import { kindRules } from './kinds.ts'
import { redundancyRules } from './redundancy.ts'
import { sampleRules } from './samples.ts'
import { wholeRules } from './whole.ts'
import type { Worked } from './worked.ts'

/** All worked histories. Those of one rule are shown in this order. */
export const workedHistories: readonly Worked[] = [...wholeRules, ...sampleRules, ...kindRules, ...redundancyRules]
