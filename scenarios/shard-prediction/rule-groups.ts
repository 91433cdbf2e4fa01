import { type Actions, postRuleGroup, ruleGroupToken } from '../../harness/mimir/index.ts'
import { ownersIn } from '../shard-pods.ts'
import { type Comparison, Holdings, wholeRing } from './held.ts'
import { TENANTS } from './tenants.ts'

const NAMESPACE = 'shards'
const GROUPS = ['one', 'two', 'three', 'four']

/** It is evaluated hardly ever, and records nothing: a series of its own would be where series are counted. */
const groupOf = (name: string) => `name: ${name}
interval: 1h
rules:
  - record: gauntlet_nothing
    expr: vector(1) > 2
`

/** Gives each tenant four rule groups. */
export async function giveRules(t: Actions): Promise<void> {
  for (const tenant of TENANTS)
    for (const group of GROUPS) await postRuleGroup(t.cluster.gateway, tenant, NAMESPACE, groupOf(group))
}

/** Which ruler has how many of the groups, which have a rule each: of the tenant's shard the one whose token follows the group's. */
export async function ownedRules(t: Actions, size: number): Promise<Comparison> {
  const ring = await wholeRing(t, 'ruler')
  const predicted = new Holdings()
  for (const tenant of TENANTS) {
    const owners = ownersIn(ring, tenant, size)
    for (const group of GROUPS) predicted.add(tenant, owners.of(ruleGroupToken(tenant, NAMESPACE, group), 1)[0]!)
  }
  return {
    what: 'rule groups',
    predicted: predicted.all(),
    told: 'cortex_prometheus_rule_group_rules',
    counted: true,
  }
}
