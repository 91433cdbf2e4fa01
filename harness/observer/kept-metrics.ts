import { copyFile, cp, link, mkdir, readdir, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../util/errors.ts'

/** Where a run's folder has the TSDB of its observer. */
export const keptMetricsIn = (folder: string): string => join(folder, 'metrics')

/** What a Prometheus makes anew when it starts, and what would say that the TSDB is in use. */
const OF_A_PROCESS = new Set(['lock', 'queries.active'])

/**
 * Moves the TSDB of an observer that has ended into the run's folder.
 * @param scratch the run's scratch folder
 * @returns bytes that it takes on the disk; 0 where the observer has left nothing on this machine.
 */
export async function keepMetrics(scratch: string, folder: string): Promise<number> {
  const [from, to] = [join(scratch, 'observer', 'data'), keptMetricsIn(folder)]
  if (!(await isFolder(from))) return 0
  await rename(from, to).catch(async (thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'EXDEV') throw thrown
    await cp(from, to, { recursive: true })
  })
  for (const name of OF_A_PROCESS) await rm(join(to, name), { force: true })
  const size = await sizeOf(to)
  // A run may end before anything was scraped.
  if (size === 0) await rm(to, { recursive: true, force: true })
  return size
}

/** Bytes that the files of a folder take on the disk: Prometheus makes some larger than what it has written. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(e => e.isFile()).map(e => stat(join(e.parentPath, e.name)))
  return (await Promise.all(files)).reduce((sum, { blocks }) => sum + blocks * 512, 0)
}

/**
 * The kept metrics of a run as another folder, which a Prometheus may change: files are linked, and copied where the folder is on another disk. Prometheus
 * adds files and deletes files, and writes into none that it finds, so the run keeps what it has.
 * @param again the command that repeats the run
 * @throws UsageError where the run has no metrics, or a Prometheus works on them in this moment; nothing is copied then.
 */
export async function linkMetrics(folder: string, to: string, again: string): Promise<void> {
  const from = keptMetricsIn(folder)
  if (!(await isFolder(join(from, 'wal')))) {
    throw new UsageError(
      `${folder} has no metrics: they are kept of a run that is alone, and of others that did not come out as expected, on processes`,
      `repeat it: ${again}`,
    )
  }
  const [holder] = await holdersOf(join(from, 'lock'))
  if (holder !== undefined) {
    throw new UsageError(`process ${holder} works on ${from}`, `end it first: kill ${holder}`)
  }
  await linkAll(from, to)
}

async function linkAll(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await linkAll(source, target)
    else if (!OF_A_PROCESS.has(entry.name)) {
      await link(source, target).catch(async (thrown: NodeJS.ErrnoException) => {
        if (thrown.code !== 'EXDEV' && thrown.code !== 'EPERM') throw thrown
        await copyFile(source, target)
      })
    }
  }
}

/** Processes that have a file open. A lock whose holder has ended is a file like any other. None where there is no /proc. */
async function holdersOf(file: string): Promise<number[]> {
  const path = await realpath(file).catch(() => undefined)
  if (path === undefined) return []
  const pids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name))
  const open = async (pid: string) => {
    const fds = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const links = await Promise.all(fds.map(fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
    return links.includes(path)
  }
  const held = await Promise.all(pids.map(async pid => ((await open(pid)) ? [Number(pid)] : [])))
  return held.flat()
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false
