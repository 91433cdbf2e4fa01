import { engineFolder } from '../cluster/kind/docker.ts'
import { cleanEngine } from '../cluster/kind/engine.ts'
import { deleteOrphans } from '../cluster/kind/leftovers.ts'
import { markedProcesses } from '../cluster/process/marker.ts'
import { clean, REAPED } from '../cluster/process/reaper.ts'

/** Ends and deletes what killed runs left, and nothing else. @returns what was done, a line each. */
export async function cleanUp(): Promise<string[]> {
  const going = (await markedProcesses(REAPED)).keys()
  const left = await clean()
  const clusters = await deleteOrphans(going)
  const machine = await cleanEngine(engineFolder())
  const all = [
    ...left.map(({ run, processes }) => `${run}: ${processes} processes ended, its files deleted`),
    ...clusters.map(name => `kind cluster ${name} deleted`),
    ...machine,
  ]
  return all.length === 0 ? ['nothing was left by older runs'] : all
}
