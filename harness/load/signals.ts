import type { LiveSignal } from './client.ts'
import type { Parameters } from './parameter.ts'

/**
 * The signals of a run: those of every run of the subject, and those that the scenario names, in the subject's order; none that the user leaves out by a
 * parameter.
 * @param all of the subject
 */
export const signalsOfRun = (
  all: readonly LiveSignal[],
  named: readonly LiveSignal[],
  parameters: Parameters,
): LiveSignal[] => inScenario(all, named).filter(s => s.isWanted?.(parameters) ?? true)

/** What a run does not cover for what the user gave, in sentences. */
export const notCoveredBy = (
  all: readonly LiveSignal[],
  named: readonly LiveSignal[],
  parameters: Parameters,
): string[] => {
  const own = inScenario(all, named)
  const among = signalsOfRun(all, named, parameters).map(s => s.name)
  return own.flatMap(s => s.notCovered?.(parameters, among) ?? [])
}

const inScenario = (all: readonly LiveSignal[], named: readonly LiveSignal[]): LiveSignal[] =>
  all.filter(s => s.always || named.some(n => n.name === s.name))
