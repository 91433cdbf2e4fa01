import { join } from 'node:path'
import type { Actions } from '../scenario/scenario.ts'
import { UsageError } from '../util/errors.ts'
import { ask } from './query-api.ts'
import type { ServerTopology } from './server-topology.ts'
import { SERVER } from './ticks-plan.ts'

type Side = Pick<Actions<never, never, ServerTopology>, 'cluster' | 'topology'>

/** The folder that is the volume of a side: the disk, where it is mounted. @throws UsageError where volumes are no folders of this machine */
export function diskOf({ cluster }: Side): string {
  const folder = cluster.volumeFolder(SERVER)
  if (folder !== undefined) return folder
  throw new UsageError(`the volume of ${SERVER} is no folder of this machine`, 'run with --provider process')
}

/** The folder of a side's TSDB. */
export const dataOf = (side: Side): string => join(diskOf(side), side.topology.data)

/** How many series an expression gives on a side's server now. @throws Error where it does not answer */
export const seriesOn = async ({ cluster }: Side, query: string): Promise<number> =>
  (await ask(cluster.pod(SERVER).url, 'query', { query })).length
