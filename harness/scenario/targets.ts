import type { Fault } from '../faults/fault.ts'
import { UsageError } from '../util/errors.ts'
import type { Scenario } from './scenario.ts'
import type { Subject } from './subject.ts'

/** What faults of a scenario can be aimed at, by name: what is there at the start, and what the scenario says that steps add. */
export interface Targets {
  pods: readonly string[]
  zones: readonly string[]
}

/** The targets that a scenario has at its start and in its end. @throws UsageError when one of its topologies makes no sense. */
export const targetsOf = ({
  subject,
  topology,
  becomes,
}: Pick<Scenario, 'subject' | 'topology' | 'becomes'>): Targets =>
  targetsIn(subject, [topology('fast'), ...(becomes ? [becomes('fast')] : [])])

/** The pods and zones of some topologies. */
export function targetsIn(subject: Subject, topologies: readonly unknown[]): Targets {
  const pods = topologies.flatMap(topology => subject.podsOf(topology))
  return {
    pods: [...new Set(pods.map(p => p.name))],
    zones: [...new Set(pods.flatMap(p => p.zone ?? []))],
  }
}

/** @throws UsageError when a fault is aimed at a pod or zone that there can not be. */
export function checkAim(name: string, { targets }: Fault, there: Targets): void {
  for (const kind of ['pods', 'zones'] as const) {
    const missing = targets?.[kind]?.find(target => !there[kind].includes(target))
    if (missing !== undefined) throw notThere(`fault "${name}"`, missing, kind, there)
  }
}

/** @param which fault it is, in words. */
export const notThere = (which: string, target: string, kind: keyof Targets, there: Targets): UsageError =>
  new UsageError(
    `${which}: there is no ${kind === 'pods' ? 'pod' : 'zone'} ${target}`,
    `use one of ${there[kind].join(', ') || 'none'}, or have the scenario say what it \`becomes\` where a step adds it`,
  )
