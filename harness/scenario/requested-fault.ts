import { type FaultKind, faultKinds, isFaultKind } from '../faults/fault-kinds.ts'
import { UsageError } from '../util/errors.ts'
import { notThere, type Targets } from './targets.ts'

/** A fault that the command line asks for, at a step of a scenario that knows nothing of it. */
export interface RequestedFault {
  /** As it was asked for: `kill-pod:store-zone-a-0@before:2`. */
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
export function parseFault(text: string): RequestedFault {
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

/** `3.3` of "3.3 route reads to the new pods", `7.2a` of "7.2a shut down zone-a". */
const sectionOf = (name: string): string | undefined => /^(\d+(?:\.\d+)*[a-z]?)\.?\s/.exec(name)?.[1]

/**
 * Refuses a target that can not be.
 * @param there what the scenario has at its start, and what it says that steps add. Whether that is there already shows when the fault strikes.
 * @throws UsageError with the targets there are
 */
export function checkTarget({ text, kind, target }: RequestedFault, there: Targets): void {
  const kinds = `${faultKinds[kind].hits}s` as const
  if (target !== undefined && !there[kinds].includes(target)) throw notThere(`fault "${text}"`, target, kinds, there)
}

/** @param there names of what could have been meant. */
export const noTarget = (text: string, target: string, what: 'pod' | 'zone', there: readonly string[]): UsageError =>
  new UsageError(`fault "${text}": there is no ${what} ${target}`, `use one of ${there.join(', ') || 'none'}`)
