import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { command } from '../util/command.ts'

/** One thing the doctor looked at. */
export interface Diagnosis {
  ok: 'ok' | 'warn' | 'fail'
  what: string
  found: string
  /** What to do about it; absent when all is well. */
  fix?: string
}

const GB = 1e9

/** The oldest Node that runs TypeScript as it is. */
export function node(version: string): Diagnosis {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = major > 22 || (major === 22 && minor >= 18)
  return { ok: enough ? 'ok' : 'fail', what: 'node', found: version, ...(enough ? {} : { fix: 'install Node 24' }) }
}

/** Go is for builds alone, so that a machine without is no failure. */
export async function go(env: NodeJS.ProcessEnv): Promise<Diagnosis> {
  const fix = 'install Go (https://go.dev/dl); only needed to build what cannot be downloaded'
  try {
    const ended = await command('go', ['env', 'GOVERSION'], { env, timeout: 5000 })
    const version = ended.stdout.trim()
    if (ended.code === 0 && version) return { ok: 'ok', what: 'go', found: version.replace(/^go/, '') }
    return { ok: 'warn', what: 'go', found: `it does not work: ${ended.stderr.trim() || 'no answer'}`, fix }
  } catch {
    return { ok: 'warn', what: 'go', found: 'none on PATH', fix }
  }
}

/** Bytes that a run must find free for its folder: logs, and what it keeps. `run` refuses to begin with less. */
export const RUN_SPACE = 2 * GB

/** What is free on the disk that holds, or will hold, the folders of runs. */
export async function runSpace(folder: string): Promise<Diagnosis> {
  const { free, found } = await freeFor(folder)
  const what = 'runs'
  const more = 'free some, remove old runs, or give another folder with --runs'
  if (free < RUN_SPACE)
    return { ok: 'fail', what, found, fix: `a run does not begin with less than ${RUN_SPACE / GB} GB: ${more}` }
  if (free < 5 * GB) return { ok: 'warn', what, found, fix: `a long run may want 5 GB: ${more}` }
  return { ok: 'ok', what, found }
}

/** What is free for downloads and builds; a run that finds its tools needs nothing of it. */
export async function cacheSpace(folder: string): Promise<Diagnosis> {
  const { free, found } = await freeFor(folder)
  if (free >= 5 * GB) return { ok: 'ok', what: 'cache', found }
  return {
    ok: 'warn',
    what: 'cache',
    found,
    fix: 'a build wants 5 GB: free some, or set XDG_CACHE_HOME to a larger disk',
  }
}

async function freeFor(folder: string): Promise<{ free: number; found: string }> {
  const free = await freeBytes(resolve(folder))
  return { free, found: `${(free / GB).toFixed(1)} GB free for ${resolve(folder)}` }
}

/** Bytes that are free on the disk of the nearest folder that exists. */
export async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (thrown) {
    if (dirname(folder) === folder) throw thrown
    return freeBytes(dirname(folder))
  }
}

/** A run of 19 pods takes 2 GB, the 22 of a half-done migration 2.2 GB. A run begins with less, too. */
export function memory(bytes: number): Diagnosis {
  const found = `${(bytes / GB).toFixed(1)} GB available`
  if (bytes < 2 * GB)
    return { ok: 'warn', what: 'memory', found, fix: 'free at least 2 GB, or the kernel may kill pods of a run' }
  if (bytes < 3 * GB) return { ok: 'warn', what: 'memory', found, fix: 'a migration runs 22 processes and wants 3 GB' }
  return { ok: 'ok', what: 'memory', found }
}

/** The harness and its observer want a core beside the subject's. */
export function cores(count: number): Diagnosis {
  const found = `${count} available`
  if (count < 2)
    return { ok: 'warn', what: 'cores', found, fix: 'with one core, load and subject disturb each other: use two' }
  return { ok: 'ok', what: 'cores', found }
}
