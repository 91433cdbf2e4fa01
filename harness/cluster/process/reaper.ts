import { spawn } from 'node:child_process'
import { glob, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { sibling } from '../../util/sibling.ts'
import { killMarked, MARKER, markedProcesses } from './marker.ts'
import { GROUP_LIST, removeGroup } from './pod-groups.ts'

/** Where runs keep what must not outlive them: volumes, the bucket, sockets. One folder a run, named by its id. */
export const scratchRoot = (): string => join(tmpdir(), `mimir-gauntlet-${userInfo().username}`)

const reaperScript = sibling(import.meta.url, './reaper-process')

/** Names the run a reaper watches over. It is not the marker: the reaper must survive its own sweep. */
export const REAPED = 'MIMIR_GAUNTLET_REAPER'

/**
 * Watches over a run from a process of its own: when the harness goes, however it goes, the reaper's standard input closes, and it kills
 * every process that carries the run's marker and deletes the run's scratch folder. A run that ends well ends the same way.
 */
export interface Reaper {
  readonly run: string
  /** The run's scratch folder; exists. */
  readonly scratch: string
  /** Environment for everything the run starts. */
  readonly env: Record<string, string>
  /** Ends the run: nothing of it is left when this returns. */
  finish(): Promise<void>
}

export async function startReaper(run: string): Promise<Reaper> {
  const scratch = join(scratchRoot(), run)
  const { [MARKER]: _, ...env } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', reaperScript, run, scratch], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { ...env, [REAPED]: run },
  })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.unref()
  // Only now: a scratch folder without a reaper would be left when the harness ends in this moment, and `clean` would take it for a leftover.
  await mkdir(scratch, { recursive: true })
  return {
    run,
    scratch,
    env: { [MARKER]: run },
    async finish() {
      child.ref()
      child.stdin.end()
      await exited
    },
  }
}

/** What a reaper does at the end; also what `clean` does for a run whose reaper was killed too. */
export async function reap(run: string, scratch: string): Promise<number> {
  const killed = await killMarked(run)
  for (const group of await groupsOf(scratch)) await removeGroup(group)
  await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  return killed
}

/** Ends what older runs left, and nothing else: a run whose reaper lives is still going and is not touched. */
export async function clean(): Promise<{ run: string; processes: number }[]> {
  const scratches = await readdir(scratchRoot()).catch(() => [])
  const marked = await markedProcesses()
  const reapers = await markedProcesses(REAPED)
  const left: { run: string; processes: number }[] = []
  for (const run of new Set([...scratches, ...marked.keys()])) {
    if (reapers.has(run)) continue
    left.push({ run, processes: await reap(run, join(scratchRoot(), run)) })
  }
  return left
}

/** The control groups that a run has made, each of its places for itself. */
async function groupsOf(scratch: string): Promise<Set<string>> {
  const groups = new Set<string>()
  for await (const list of glob(`{.,places/*}/${GROUP_LIST}`, { cwd: scratch })) {
    for (const group of (await readFile(join(scratch, list), 'utf8')).split('\n')) if (group !== '') groups.add(group)
  }
  return groups
}
