import { faultKinds } from '../faults/fault-kinds.ts'
import type { PathName } from '../history/signal.ts'
import {
  type Demand,
  type Demands,
  isTime,
  type Milliseconds,
  type ObjectivesSpec,
  type PhaseDemands,
} from './demands.ts'
import { refuse, refuseUnknown } from './refuse.ts'
import { stepMeant } from './requested-fault.ts'
import type { TenantRole } from './tenants.ts'

/** Names that an objective may be for. */
interface Known {
  steps: readonly string[]
  /** Kinds of faults that a scenario's author made, beside those there are. */
  faults: readonly string[]
  /** Milliseconds that may be allowed at most outside of a fault, by path: who allows more has found out nothing. */
  paths: Readonly<Record<string, number>>
  /** Names of what signals allow beside paths. */
  allowances: readonly string[]
}

/** Milliseconds that a phase's objective may outlast it. */
const LONGEST_TAIL = 10_000

const parts: Readonly<Record<keyof ObjectivesSpec, true>> = {
  steady: true,
  faults: true,
  steps: true,
  allowances: true,
}

/**
 * Refuses objectives that name what is not there, that allow too much outside of a fault, or less in a phase without a reason.
 * @param whose "it", "control no-load"
 * @throws UsageError
 */
export function checkObjectives(whose: string, spec: ObjectivesSpec, known: Known): void {
  refuseUnknown(`${whose} has`, 'objectives', Object.keys(spec), Object.keys(parts))
  const { steady = {}, faults = {}, steps = {}, allowances = {} } = spec
  checkDemands(`${whose} has an objective`, steady, known, 'bounded')
  refuseUnknown(`${whose} has`, 'allowance', Object.keys(allowances), known.allowances)
  refuseUnknown(`${whose} has an objective for`, 'fault', Object.keys(faults), [
    ...new Set([...known.faults, ...Object.keys(faultKinds)]),
  ])
  for (const [fault, phase] of Object.entries(faults))
    checkPhase(`${whose} has an objective for fault "${fault}"`, phase!, known, 'any')
  for (const [step, phase] of Object.entries(steps)) {
    stepMeant(known.steps, step)
    checkPhase(`${whose} has an objective for step "${step}"`, phase!, known, 'bounded')
  }
}

/** Refuses what a tenant's role demands, where it allows too much. @param whose "tenant "a" of it" @throws UsageError */
export function checkTenantObjectives(
  whose: string,
  { objectives = {}, faults = {} }: Pick<TenantRole, 'objectives' | 'faults'>,
  known: Pick<Known, 'paths'>,
): void {
  checkDemands(`${whose} has an objective`, objectives, known, 'bounded')
  for (const [fault, demands] of Object.entries(faults))
    checkDemands(`${whose} has an objective for fault "${fault}"`, demands ?? {}, known, 'any')
}

function checkPhase(
  has: string,
  { because, tail = 0, ...demands }: PhaseDemands,
  known: Known,
  extent: 'bounded' | 'any',
): void {
  if (!(tail >= 0 && tail <= LONGEST_TAIL)) refuse(`${has} with a tail of ${tail} ms`, `use 0 to ${LONGEST_TAIL}`)
  if (!because) refuse(`${has} without a reason`, 'say why it costs that: `because`')
  checkDemands(has, demands, known, extent)
}

function checkDemands(has: string, demands: Demands, { paths }: Pick<Known, 'paths'>, extent: 'bounded' | 'any'): void {
  refuseUnknown(`${has} for`, 'path', Object.keys(demands), Object.keys(paths))
  for (const [path, most] of Object.entries(paths)) {
    for (const [field, value] of fieldsOf(demands[path as PathName])) {
      if (!ranges[field].holds(value)) refuse(`${has} for ${path}: ${field} ${value}`, `use ${ranges[field].words}`)
      if (extent === 'bounded' && field !== 'errorRatio' && value > most) {
        refuse(
          `${has} for ${path}: ${field} ${value} ms, and ${most} ms are the most outside of a fault`,
          'demand more of it, or declare it for the fault that costs it',
        )
      }
    }
  }
}

/** What a field's number may be. */
const ranges = {
  longestGap: { holds: (ms: number) => ms > 0, words: 'more than 0 ms' },
  latency: { holds: (ms: number) => ms > 0, words: 'more than 0 ms' },
  errorRatio: { holds: (ratio: number) => ratio >= 0 && ratio <= 1, words: '0 to 1' },
  readableAfter: { holds: (ms: number) => ms >= 0, words: '0 ms or more' },
}
type Field = keyof typeof ranges
const fields = Object.keys(ranges) as Field[]

/** Every number in a demand with what it is for. */
function fieldsOf(demand: Demand = {}): [field: Field, value: number][] {
  if (isTime(demand)) return numbersOf(demand).map(n => ['longestGap', n])
  refuseUnknown('an objective has', 'field', Object.keys(demand), fields)
  return fields.flatMap(field =>
    demand[field] === undefined ? [] : numbersOf(demand[field]).map((n): [Field, number] => [field, n]),
  )
}

const numbersOf = (value: Milliseconds): number[] => (typeof value === 'number' ? [value] : Object.values(value))
