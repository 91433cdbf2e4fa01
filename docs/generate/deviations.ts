import { deviations } from '../../harness/mimir/topology/deviations.ts'

/** What installations have and a run does not, and why: all that any run may say of itself. */
export const deviationsList = (): string =>
  deviations
    .map(
      ({ what, installed, here, why }) =>
        `- **${what}**\n  - installed: ${installed}.\n  - here: ${here}.\n  - why: ${why}.`,
    )
    .join('\n')
