import { stringify } from 'yaml'
import { sideBySide } from '../../../util/side-by-side.ts'
import { postRuleGroup } from '../../api.ts'
import { METRIC } from '../ledger/dataset.ts'
import { RULE_GROUP, ruleOf } from './rule.ts'

/** Tenants that are given their rules at once. */
const SIDE_BY_SIDE = 16

/**
 * Gives every tenant the rule group `gauntlet`: the count of its own series, labelled with its name. Mimir evaluates it once the rulers have synced, so the first
 * evaluations come later.
 * @param gateway `http://host:port`
 * @throws Error naming tenant, status and answer when Mimir does not take it
 */
export async function setupRules(gateway: string, tenants: readonly string[]): Promise<void> {
  const { record, interval } = ruleOf(tenants.length)
  const groupOf = (tenant: string) =>
    stringify({
      name: RULE_GROUP,
      interval: `${interval}s`,
      rules: [{ record, expr: `count(${METRIC})`, labels: { tenant } }],
    })
  await sideBySide(tenants, SIDE_BY_SIDE, tenant => postRuleGroup(gateway, tenant, RULE_GROUP, groupOf(tenant)))
}
