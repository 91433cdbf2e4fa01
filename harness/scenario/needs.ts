import { faultKinds } from '../faults/catalogue.ts'
import type { Fault } from '../faults/fault.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import type { Planned } from './suite.ts'
import { readAs, varied } from './variants.ts'

type Need = NonNullable<Fault['needs']> | 'names'

/** What a fault does that not every place allows, and how to have it. */
const needs: Readonly<Record<Need, { does: string; fix: string }>> = {
  partition: {
    does: 'cuts pods off, which needs networks of their own for them',
    fix: `use --addresses ip and --isolation namespaces where \`${INVOCATION} doctor\` says that partitions work`,
  },
  names: {
    does: 'has pods that find each other by name',
    fix: `use --addresses ip and --isolation namespaces where \`${INVOCATION} doctor\` says that they are available, or --provider kind`,
  },
  nodes: {
    does: 'stops machines or freezes what runs on them, which needs machines of its own',
    fix: 'leave out --kubeconfig: the run makes a cluster of its own then',
  },
}

/**
 * Refuses runs whose faults need what this machine or the user's choice does not give, before anything is started.
 * @throws UsageError naming the runs, and those that can go on without.
 */
export function checkNeeds(plan: readonly Planned[], has: Readonly<Record<Need, boolean>>): void {
  const lacking = (it: Planned): Need | undefined => needsOf(it).find(need => !has[need])
  const refused = plan.filter(it => lacking(it) !== undefined)
  const [first] = refused
  if (!first) return
  const names = (some: readonly Planned[], separator: string) =>
    [...new Set(some.map(it => it.scenario.id))].join(separator)
  const without = plan.filter(it => lacking(it) === undefined)
  const others = without.length > 0 ? `, or run only ${names(without, ' ')}` : ''
  const { does, fix } = needs[lacking(first)!]
  throw new UsageError(`${names(refused, ', ')} ${does}, and this run has none`, fix + others)
}

function needsOf({ scenario, control, reading, faults = [] }: Planned): Need[] {
  const { topology, faults: own } = varied(readAs(scenario, reading), control)
  // What a fault needs does not depend on whom it hits.
  const asked = faults.map(({ kind, target = '' }): Fault => faultKinds[kind].make(target))
  const flags = topology('fast').workloads.flatMap(w => Object.values(w.flags))
  return [
    ...[...Object.values(own), ...asked].flatMap(f => (f.needs ? [f.needs] : [])),
    ...(flags.some(value => value.includes('-headless:')) ? (['names'] as const) : []),
  ]
}
