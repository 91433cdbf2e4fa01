import type { Step } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { giveAlertState } from './alert-state.ts'
import { giveBlocks } from './blocks.ts'
import { giveRules } from './rule-groups.ts'
import { TENANTS } from './tenants.ts'

export const gates = { ringWhole }

/** What is demanded meanwhile, ms. */
export const PATIENT = {
  because:
    'reading where sixty tenants are takes much of two cores: what is looked at here is where things are, and not how fast',
  writes: 2000,
  instant: 2000,
  rules: 10_000,
  'rules-api': 10_000,
  evaluations: 10_000,
} as const

/** Milliseconds: what is two hours old is in blocks alone. */
const OLD = 2 * 3600 * 1000

/** All that is to be found again but for series and queries, which are new for each size. */
export const give = {
  name: `give ${TENANTS.length} tenants blocks, rule groups and alert state`,
  async run(t) {
    await t.gate('ringWhole')
    await giveBlocks(t, t.run.startedAt - OLD)
    await giveRules(t)
    await giveAlertState(t)
  },
} as const satisfies Step<keyof typeof gates>
