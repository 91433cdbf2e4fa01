import type { Actions } from '../../harness/mimir/index.ts'
import type { Blast } from './judge.ts'
import { queriesOfDeath } from './queries-of-death.ts'
import type { Row } from './row.ts'

/**
 * Whether logs of queriers that died name the query: of each that is still there. A pod in the place of a dead one has another volume, and no memory of what was done
 * on the dead one's.
 */
export async function tracesOf(
  t: Actions,
  { query = 'samples', back }: Row,
  { deaths }: Pick<Blast, 'deaths'>,
): Promise<ReadonlyMap<string, boolean>> {
  const traces = new Map<string, boolean>()
  if (back === 'other') return traces
  for (const name of new Set(deaths.map(d => d.pod))) {
    const log = await t.cluster.logs(name, 5000)
    traces.set(name, log.some(queriesOfDeath[query].isTrace))
  }
  return traces
}
