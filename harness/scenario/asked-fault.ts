import { type FaultKind, faultKinds, isFaultKind } from '../faults/catalogue.ts'
import type { Topology } from '../topology/types.ts'
import { podsOf } from '../topology/workload.ts'
import { UsageError } from '../util/errors.ts'

/** A fault that the command line asks for, at a step of a scenario that knows nothing of it. */
export interface AskedFault {
  /** As it was asked for: `kill-pod:ingester-zone-a-0@before:2`. */
  text: string
  kind: FaultKind
  /** A pod or zone by name; left out, the seed chooses one. */
  target?: string
  /** In the middle of the step, or at one of its ends. */
  when: 'before' | 'during' | 'after'
  /** The step's number from 1, the section number that its name begins with, or its name. */
  step: string
}

const FORM = /^(?<kind>[^:@]*)(?::(?<target>[^@]*))?@(?:(?<when>before|after):)?(?<step>.+)$/

/** @throws UsageError for what is not of the form `<kind>[:<target>]@[before:|after:]<step>`, and for a kind that there is not. */
export function parseFault(text: string): AskedFault {
  const { kind, target, when, step } = FORM.exec(text)?.groups ?? {}
  if (kind === undefined || step === undefined) {
    throw new UsageError(
      `fault "${text}" does not say what and where`,
      'write <kind>[:<target>]@[before:|after:]<step>, as in kill-pod@2',
    )
  }
  if (!isFaultKind(kind)) {
    throw new UsageError(`fault "${text}" is of no known kind`, `use one of ${Object.keys(faultKinds).join(', ')}`)
  }
  return { text, kind, ...(target !== undefined && { target }), when: whens.find(w => w === when) ?? 'during', step }
}

const whens = ['before', 'after'] as const

/**
 * Which step is meant, from 0: by its whole name, by its number from 1, or by the section number that its name begins with.
 * @param names of all steps.
 * @throws UsageError with all steps when none is meant, or several.
 */
export function stepMeant(names: readonly string[], step: string): number {
  const exact = names.indexOf(step)
  if (exact >= 0) return exact
  const number = /^\d+$/.test(step) ? Number(step) : 0
  if (number >= 1 && number <= names.length) return number - 1
  const bySection = names.flatMap((name, i) => (sectionOf(name) === step ? [i] : []))
  if (bySection.length === 1) return bySection[0]!
  const all = names.map((name, i) => `${i + 1} "${name}"`).join(', ')
  throw new UsageError(
    `${bySection.length === 0 ? 'no' : 'more than one'} step is meant by "${step}"`,
    `use one of ${all}`,
  )
}

/** `3.3` of "3.3 route reads to mimir-read", `7.2a` of "7.2a shut down ingester-zone-a". */
const sectionOf = (name: string): string | undefined => /^(\d+(?:\.\d+)*[a-z]?)\.?\s/.exec(name)?.[1]

/**
 * Refuses a target that can not be: a zone where no pod is, or what is no pod's name. A pod that is not there at the start may be added by a
 * step, so whether it is there shows when the fault strikes.
 * @param start what the scenario begins with.
 */
export function checkTarget({ text, kind, target }: AskedFault, start: Topology): void {
  if (target === undefined) return
  const pods = podsOf(start)
  const zones = [...new Set(pods.flatMap(p => (p.workload.zone ? [p.workload.zone as string] : [])))]
  if (faultKinds[kind].hits === 'zone') {
    if (!zones.includes(target)) throw noTarget(text, target, 'zone', zones)
  } else if (!/-\d+$/.test(target)) {
    throw noTarget(
      text,
      target,
      'pod',
      pods.map(p => p.name),
    )
  }
}

/** @param there names of what could have been meant. */
export const noTarget = (text: string, target: string, what: 'pod' | 'zone', there: readonly string[]): UsageError =>
  new UsageError(`fault "${text}": there is no ${what} ${target}`, `use one of ${there.join(', ') || 'none'}`)
