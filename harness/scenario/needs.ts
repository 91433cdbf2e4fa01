import type { Lacks, Need } from '../cluster/lacks.ts'
import { faultKinds } from '../faults/catalogue.ts'
import type { Fault } from '../faults/fault.ts'
import type { NotRun, Planned } from './suite.ts'
import { readAs, varied } from './variants.ts'

/** What a run does that not every place allows. */
const does: Readonly<Record<Need, string>> = {
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
    const need = needsOf(planned).find(it => lacks[it] !== undefined)
    if (need === undefined) return []
    const { why, fix } = lacks[need]!
    return [{ outcome: 'not run', planned, why: `it ${does[need]}, and ${why}`, fix }]
  })
  return { runnable: plan.filter(it => notRun.every(n => n.planned !== it)), notRun }
}

function needsOf({ scenario, control, reading, faults = [] }: Planned): Need[] {
  const { subject, topology, faults: own } = varied(readAs(scenario, reading), control)
  // What a fault needs does not depend on whom it hits.
  const asked = faults.map(({ kind, target = '' }): Fault => faultKinds[kind].make(target))
  return [
    ...[...Object.values(own), ...asked].flatMap(f => (f.needs ? [f.needs] : [])),
    ...subject.needsOf(topology('fast')),
  ]
}
