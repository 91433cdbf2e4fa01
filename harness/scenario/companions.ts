import type { Companion } from '../load/companion.ts'
import type { Plan } from './messages.ts'
import type { Scenario } from './scenario.ts'

/** Iterations of k6 per second, of writes and of queries, unless the user says otherwise. */
export const K6_RATE = 2

const K6_LEFT_OUT = 'k6 sent nothing beside the ledger and the probers: --k6-rate 0'

type Has = Pick<Scenario, 'companions'>
type Rate = Pick<Plan, 'k6Rate'>

const isUnwanted = ({ name }: Companion, { k6Rate }: Rate): boolean => k6Rate === 0 && name === 'k6'

/** What works beside the ledger and the probers in a run: no k6 where the user wants no requests of it. */
export const companionsOf = ({ companions }: Has, rate: Rate): readonly Companion[] =>
  companions.filter(c => !isUnwanted(c, rate))

/** What the report says of companions that the user left out. */
export const leftOutOf = ({ companions }: Has, rate: Rate): string[] =>
  companions.some(c => isUnwanted(c, rate)) ? [K6_LEFT_OUT] : []
