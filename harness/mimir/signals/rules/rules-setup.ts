import { stringify } from 'yaml'
import { sideBySide } from '../../../util/side-by-side.ts'
import { done, notYet, until } from '../../../util/until.ts'
import { postRuleGroup } from '../../api.ts'
import { call } from '../../call.ts'
import { METRIC } from '../ledger/dataset.ts'
import { apiUrl } from '../reads/probe.ts'
import { RULE_GROUP, ruleOf } from './rule.ts'

/** How long rulers may take until they have new rules: at Mimir's defaults they look for them, and for who has them, every 10 s. */
const LOADED_WITHIN = 60_000

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

/**
 * Waits until the rules API lists the recording rule of each tenant.
 * @param gateway `http://host:port`
 * @throws DeadlineError naming a tenant without its rule after a minute
 */
export async function rulesAreListed(gateway: string, tenants: readonly string[], signal: AbortSignal): Promise<void> {
  await sideBySide(tenants, SIDE_BY_SIDE, tenant =>
    until(
      async () => {
        const answer = await call(gateway, 'GET', apiUrl('rules', {}), { tenant })
        return answer.includes(ruleOf(tenants.length).record) ? done(undefined) : notYet('it is not listed')
      },
      { for: `the rules API to list the rule of ${tenant}`, deadline: LOADED_WITHIN, every: 500, signal },
    ),
  )
}
