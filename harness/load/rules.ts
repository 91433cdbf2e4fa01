import { stringify } from 'yaml'
import { METRIC } from '../history/dataset.ts'
import { postRuleGroup } from '../mimir/api.ts'

/** The recording rule of every tenant: its name, and the seconds between two evaluations. */
export const RULE = { record: 'gauntlet_rule', interval: 1 }

/** What its group and their namespace are called. */
export const RULE_GROUP = 'gauntlet'

/**
 * Gives every tenant the rule group `gauntlet`: the count of its own series, every second. Mimir evaluates it once the rulers have
 * synced, so the first evaluations come later.
 * @param gateway `http://host:port`
 * @throws Error naming tenant, status and answer when Mimir does not take it
 */
export async function setupRules(gateway: string, tenants: readonly string[]): Promise<void> {
  const group = stringify({
    name: RULE_GROUP,
    interval: `${RULE.interval}s`,
    rules: [{ record: RULE.record, expr: `count(${METRIC})` }],
  })
  await Promise.all(tenants.map(tenant => postRuleGroup(gateway, tenant, RULE_GROUP, group)))
}
