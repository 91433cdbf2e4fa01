import { stringify } from 'yaml'
import { METRIC } from '../history/dataset.ts'
import { postRuleGroup } from '../mimir/api.ts'
import { sideBySide } from '../util/side-by-side.ts'

/** What the recording rule of every tenant records. */
export const RECORD = 'gauntlet_rule'

/** Evaluations a second, over all tenants: each is a query, and two cores have more to do. */
const BUDGET = 10

/** The recording rule that each of so many tenants has, and the seconds between two evaluations of it. */
export const ruleOf = (tenants: number) => ({ record: RECORD, interval: Math.max(1, Math.ceil(tenants / BUDGET)) })

/** Tenants that are given their rules at once. */
const SIDE_BY_SIDE = 16

/** What its group and their namespace are called. */
export const RULE_GROUP = 'gauntlet'

/**
 * Gives every tenant the rule group `gauntlet`: the count of its own series. Mimir evaluates it once the rulers have synced, so the first
 * evaluations come later.
 * @param gateway `http://host:port`
 * @throws Error naming tenant, status and answer when Mimir does not take it
 */
export async function setupRules(gateway: string, tenants: readonly string[]): Promise<void> {
  const { record, interval } = ruleOf(tenants.length)
  const group = stringify({
    name: RULE_GROUP,
    interval: `${interval}s`,
    rules: [{ record, expr: `count(${METRIC})` }],
  })
  await sideBySide(tenants, SIDE_BY_SIDE, tenant => postRuleGroup(gateway, tenant, RULE_GROUP, group))
}
