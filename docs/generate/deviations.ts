import { deviations } from '../../harness/mimir/topology/deviations.ts'
import { aligned } from './table.ts'

/** What installations have and a run does not, and why: all that any run may say of itself. */
export const deviationsTable = (): string =>
  aligned([
    ['what', 'installed', 'here', 'why'],
    ...deviations.map(({ what, installed, here, why }) => [what, installed, here, why]),
  ])
