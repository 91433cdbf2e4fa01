import { UsageError } from '../util/errors.ts'
import { stepMeant } from './requested-fault.ts'

/** Where an operation is to stop until somebody lets it go on. */
export type PausePoint = { when: 'before' | 'after'; step: string } | { when: 'on-red' }

const FORM = /^(?<when>before|after):(?<step>.+)$/

/** @param text `before:<step>`, `after:<step>` or `on-red`. @throws UsageError for anything else. */
export function parsePause(text: string): PausePoint {
  if (text === 'on-red') return { when: 'on-red' }
  const { when, step } = FORM.exec(text)?.groups ?? {}
  if (step !== undefined && (when === 'before' || when === 'after')) return { when, step }
  throw new UsageError(
    `pause "${text}" does not say where`,
    'write before:<step>, after:<step> or on-red, as in --pause before:2',
  )
}

/**
 * Whether the operation pauses at a moment.
 * @param text as the command line has it; undefined where no pause was asked for
 * @param names of all steps
 * @param i the step from 0
 * @throws UsageError when no step is meant, or several.
 */
export function pausesAt(
  text: string | undefined,
  names: readonly string[],
  when: 'before' | 'after',
  i: number,
): boolean {
  const point = text === undefined ? undefined : parsePause(text)
  return point !== undefined && point.when === when && stepMeant(names, point.step) === i
}
