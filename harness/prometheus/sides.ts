import { join } from 'node:path'
import type { Actions } from '../scenario/scenario.ts'
import { UsageError } from '../util/errors.ts'
import { request, said } from '../util/request.ts'
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
export async function seriesOn({ cluster }: Side, query: string): Promise<number> {
  const reply = await request(`${cluster.pod(SERVER).url}/api/v1/query?${new URLSearchParams({ query })}`, {
    timeout: 5000,
  })
  if (reply.status !== 200) throw new Error(said(reply))
  const { data } = JSON.parse(reply.text) as { data: { result: unknown[] } }
  return data.result.length
}
