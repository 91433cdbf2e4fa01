import { stringify } from 'yaml'
import { postRuleGroup } from '../../api.ts'
import { METRIC } from '../ledger/dataset.ts'
import { RULE, RULE_GROUP } from './rule.ts'

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
