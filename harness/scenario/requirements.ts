import type { Lacks, Requirement } from '../cluster/lacks.ts'
import type { Fault } from '../faults/fault.ts'
import { faultKinds } from '../faults/fault-kinds.ts'
import type { NotRun, Planned } from './suite.ts'
import { asVariant, varied } from './variants.ts'

/** What a run does that not every place allows. */
const does: Readonly<Record<Requirement, string>> = {
  partition: 'cuts pods off from each other',
  names: 'has pods that find each other by name',
  nodes: 'stops machines, or freezes what runs on them',
}

/**
 * Tells the runs that a place allows from those that need what it does not give.
 * @param lacks what the machine or the user's flags do not give, with why and the cure.
 */
export function separate<T extends Planned>(plan: readonly T[], lacks: Lacks): { runnable: T[]; notRun: NotRun[] } {
  const notRun = plan.flatMap((planned): NotRun[] => {
    const need = requirementsOf(planned).find(it => lacks[it] !== undefined)
    if (need === undefined) return []
    const { why, fix } = lacks[need]!
    return [{ outcome: 'not run', planned, why: `it ${does[need]}, and ${why}`, fix }]
  })
  return { runnable: plan.filter(it => notRun.every(n => n.planned !== it)), notRun }
}

function requirementsOf({ scenario, control, variant, faults = [] }: Planned): Requirement[] {
  const { subject, topology, faults: own } = varied(asVariant(scenario, variant), control)
  // What a fault needs does not depend on whom it hits.
  const requested = faults.map(({ kind, target = '' }): Fault => faultKinds[kind].make(target))
  return [
    ...[...Object.values(own), ...requested].flatMap(f => (f.requires ? [f.requires] : [])),
    ...subject.requirementsOf(topology('fast')),
  ]
}
