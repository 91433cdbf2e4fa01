import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Every process of a run carries this variable with the run's id in its environment: that is how leftovers are told from strangers. */
export const MARKER = 'MIMIR_GAUNTLET_RUN'

async function environments(): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  if (process.platform === 'linux') {
    for (const entry of await readdir('/proc')) {
      if (!/^\d+$/.test(entry)) continue
      try {
        found.set(Number(entry), await readFile(`/proc/${entry}/environ`, 'latin1'))
      } catch {
        // Gone meanwhile, or another user's: not ours either way.
      }
    }
    return found
  }
  const { stdout } = await promisify(execFile)('ps', ['-Eww', '-ax', '-o', 'pid=,command='], { maxBuffer: 64 << 20 })
  for (const line of stdout.split('\n')) {
    const match = /^\s*(\d+)\s(.*)$/.exec(line)
    if (match) found.set(Number(match[1]), match[2]!.replaceAll(' ', '\0'))
  }
  return found
}

/** Process ids that carry the marker, by run id. Zombies have no environment any more and are not listed. */
export async function markedProcesses(marker: string = MARKER): Promise<Map<string, number[]>> {
  const runs = new Map<string, number[]>()
  for (const [pid, env] of await environments()) {
    const run = new RegExp(`(?:^|\\0)${marker}=([^\\0]+)`).exec(env)?.[1]
    if (run && pid !== process.pid) runs.set(run, [...(runs.get(run) ?? []), pid])
  }
  return runs
}

/**
 * SIGKILLs everything that a run started, again and again until a look finds nothing: a process that was just forking is caught by
 * the next look. At most 100 looks.
 * @returns how many processes were killed.
 */
export async function killMarked(run: string): Promise<number> {
  const killed = new Set<number>()
  for (let look = 0; look < 100; look++) {
    const pids = (await markedProcesses()).get(run) ?? []
    if (pids.length === 0) return killed.size
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
        killed.add(pid)
      } catch {
        // It ended between the look and the kill.
      }
    }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error(`processes of run ${run} do not die: ${[...killed].join(', ')}`)
}
