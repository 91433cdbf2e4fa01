import { type Actions, postRuleGroup, ruleGroupToken, TokenOwners } from '../../harness/mimir/index.ts'
import { type AllHeld, type Comparison, type Held, lastTold, ringOf } from './held.ts'
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

/** Which ruler has which group: of the tenant's shard the one whose token follows the group's. */
export async function ownedRules(t: Actions, size: number): Promise<Comparison> {
  const ring = await ringOf(t, 'ruler')
  const predicted = TENANTS.map((tenant): [string, Held] => {
    const owners = new TokenOwners(ring.shard(tenant, size).map(i => ring.members[i]!))
    return [tenant, named(GROUPS.map(group => [owners.of(ruleGroupToken(tenant, NAMESPACE, group), 1)[0]!, group]))]
  })
  return { what: 'rule groups', predicted: new Map(predicted), look: () => found(t) }
}

/** @param pairs of a pod and the name of a group that it has */
function named(pairs: readonly (readonly [pod: string, group: string])[]): Held {
  const pods = [...new Set(pairs.map(([pod]) => pod))]
  const groupsOf = (pod: string) => pairs.filter(p => p[0] === pod).map(p => p[1])
  return Object.fromEntries(pods.map(pod => [pod, groupsOf(pod).sort().join(' ')]))
}

/** The label ends with the group's name (Prometheus: rules.GroupKey). */
async function found(t: Actions): Promise<AllHeld> {
  const all = await t.observer.query(`${lastTold('cortex_prometheus_rule_group_rules')} > 0`)
  const pairsOf = (tenant: string) =>
    all
      .filter(({ labels }) => labels.user === tenant)
      .map(({ labels }): [string, string] => [labels.pod!, labels.rule_group!.split(';').at(-1)!])
  return new Map(TENANTS.map(tenant => [tenant, named(pairsOf(tenant))]))
}
