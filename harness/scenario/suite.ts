import { type CameOut, cameOut, countsAs, exitCode, type VerdictFile, worst } from '../history/verdict.ts'
import { UsageError } from '../util/errors.ts'
import type { Entry } from './catalogue.ts'
import { combinationsOf, requestedOf } from './combinations.ts'
import type { RequestedFault } from './requested-fault.ts'
import type { Control } from './scenario.ts'
import { asVariant, variantsMeant } from './variants.ts'

/** One run of a suite: a scenario as it is, as one of its controls changes it, by another variant, or with faults. */
export interface Planned extends Entry {
  control?: Control
  /** Undefined for the first one. */
  variant?: string
  faults?: readonly RequestedFault[]
  /** For one of many runs with a fault in one step each: whether it must be valid, or is only listed. */
  required?: boolean
}

/** What the command line wants of the scenarios that it names. */
interface Wish {
  /** Ids of controls with commas between them, `scenario` for the scenarios themselves, `all` for everything. Default the scenarios alone. */
  control?: string | undefined
  /** One of the variants, or `all`. */
  variant?: string | undefined
  faults?: readonly string[]
  /** A fault for each step, in a run of its own. */
  eachStep?: string | undefined
  /** The faults in each step that scenarios declare. */
  declared?: boolean
}

/**
 * The runs that were asked for: each scenario, or each of its variants, then with a fault in each step, then its controls.
 * @throws UsageError when no chosen scenario has one of these controls, when one has no such variant, step or target, or when wishes contradict.
 */
export function planned(entries: readonly Entry[], wish: Wish = {}): Planned[] {
  const { control = 'scenario', faults = [], variant, eachStep, declared = false } = wish
  const words = control.split(',')
  const known = new Set(entries.flatMap(e => e.scenario.controls.map(c => c.id)))
  const unknown = words.find(word => word !== 'all' && word !== 'scenario' && !known.has(word))
  if (unknown !== undefined) {
    throw new UsageError(`unknown control "${unknown}"`, `use all, scenario, or some of ${[...known].join(',')}`)
  }
  assertAgreeing(wish)
  const wanted = (word: string) => words.includes('all') || words.includes(word)
  const special = faults.length > 0 || variant !== undefined
  const each = ({ scenario }: Entry) =>
    eachStep !== undefined || (declared && !special) ? combinationsOf(scenario, eachStep) : []
  return entries.flatMap(e => [
    ...(wanted('scenario') ? variantsMeant(e.scenario, variant).map(name => itself(e, faults, name)) : []),
    ...(wanted('scenario') ? each(e).map(({ fault, required }) => ({ ...e, faults: [fault], required })) : []),
    ...e.scenario.controls.filter(c => wanted(c.id)).map(c => ({ ...e, control: c })),
  ])
}

/** A control declares what comes out of the scenario as it stands, and of nothing else. */
function assertAgreeing({ control = 'scenario', faults = [], variant, eachStep }: Wish): void {
  const asked = [faults.length > 0 && '--fault', variant !== undefined && '--variant'].filter(flag => flag !== false)
  const other = control !== 'scenario' ? '--control' : eachStep !== undefined ? '--fault-each-step' : undefined
  if (asked.length === 0 || other === undefined) return
  throw new UsageError(`${asked.join(' and ')} can not be combined with ${other}`, 'run them apart')
}

function itself(entry: Entry, faults: readonly string[], variant: string | undefined): Planned {
  const scenario = asVariant(entry.scenario, variant)
  const asked = faults.map(text => requestedOf(scenario, text))
  const isFirst = variant === undefined || Object.keys(scenario.variants ?? {})[0] === variant
  return { ...entry, ...(!isFirst && { variant }), ...(asked.length > 0 && { faults: asked }) }
}

/** A run that was carried out. */
export interface Ran {
  outcome: 'ran'
  planned: Planned
  folder: string
  seconds: number
  /** What the folder says. */
  verdict: VerdictFile
  /** Bytes of the observer's metrics, where they were kept. */
  metrics?: number
}

/** A run that was not begun, since it needs what is not there. */
export interface NotRun {
  outcome: 'not run'
  planned: Planned
  /** In words that fit behind the run's name and a colon. */
  why: string
  /** The next thing to type or change. */
  fix: string
}

export type Result = Ran | NotRun

/** As much of a run that was carried out as tells whether it came out as it had to. */
type Finished = Pick<Ran, 'outcome' | 'verdict'> & { planned: Pick<Planned, 'required'> }

/** How a run came out that must come out so; undefined where nothing is demanded of it. */
export const cameOutOf = ({ verdict, planned }: Finished): CameOut | undefined =>
  planned.required === false ? undefined : cameOut(verdict)

/**
 * The exit code of one run or of several. All must have come out as expected: a scenario valid, a negative control as it declares. One that did not counts as
 * invalid. What was not told or not run is unknown.
 */
export function exitOf(results: readonly (Finished | Pick<NotRun, 'outcome'>)[]): number {
  const standing = results.map(it => (it.outcome === 'not run' ? 'unknown' : countsAs[cameOutOf(it) ?? 'as expected']))
  return exitCode[worst(standing)]
}
