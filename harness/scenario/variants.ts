import { UsageError } from '../util/errors.ts'
import type { Control, Scenario, Step } from './scenario.ts'

/**
 * The scenario by one of its variants; undefined for the first one.
 * @throws UsageError when it has no such variant.
 */
export function asVariant(original: Scenario, name: string | undefined): Scenario {
  if (name === undefined) return original
  const { [name]: variant } = original.variants ?? {}
  if (variant) return { ...original, ...variant } as Scenario
  const known = Object.keys(original.variants ?? {})
  throw new UsageError(
    `scenario ${original.id} has no variant "${name}"`,
    known.length > 0 ? `use one of ${known.join(', ')}` : 'leave out --variant: it has only one',
  )
}

/** The variants that a word of the command line means: one, or with `all` every one that the scenario has. One that has none is undefined. */
export function variantsMeant(
  { variants = {} }: Pick<Scenario, 'variants'>,
  word: string | undefined,
): (string | undefined)[] {
  const names = Object.keys(variants)
  return word === 'all' && names.length > 0 ? names : [word === 'all' ? undefined : word]
}

type AnyStep = Step<string, string>

/** The scenario as a control changes it. */
export function varied(original: Scenario, control: Control | undefined): Scenario {
  if (!control) return original
  return {
    ...original,
    topology: pace => (control.topology ?? (t => t))(original.topology(pace)),
    faults: { ...(control.steps ? {} : original.faults), ...control.faults },
    objectives: { ...original.objectives, ...control.objectives },
    load: { ...original.load, ...control.load },
    signals: control.signals ?? original.signals,
    steps: (control.steps ?? original.steps).map(step =>
      control.before?.step === step.name ? before(step, control.before.run) : step,
    ),
  }
}

const before = (step: AnyStep, first: AnyStep['run']): AnyStep => ({
  ...step,
  async run(t) {
    await first(t)
    await step.run(t)
  },
})
