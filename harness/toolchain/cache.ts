import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../util/cache-folder.ts'
import { reason, UsageError } from '../util/errors.ts'
import { type Identity, identify } from './identify.ts'
import { platform } from './platform.ts'
import type { Progress } from './resolve-options.ts'
import type { ToolSpec } from './tools.ts'

/** Where one version of a tool has its place in the cache. */
export interface Slot {
  version: string
  folder: string
  /** The binary; whole and checked, or absent. */
  binary: string
  lock: string
}

export function slot(spec: ToolSpec, version: string, env: NodeJS.ProcessEnv = process.env): Slot {
  const { os, arch } = platform()
  const folder = join(cacheFolder(env), spec.name, `${version}-${os}-${arch}`)
  return { version, folder, binary: join(folder, spec.name), lock: join(folder, '.lock') }
}

/** What is in a slot; undefined when it is empty or its binary is damaged, which `onProgress` hears about. */
export async function fromCache(
  spec: ToolSpec,
  { version, binary }: Slot,
  options: { onProgress?: Progress | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Identity | undefined> {
  if (!(await stat(binary).catch(() => undefined))) return undefined
  try {
    return demand(version, await identify(spec, binary, { signal: options.signal }))
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    options.onProgress?.(`the cached ${spec.name} ${version} is damaged and will be replaced: ${thrown.what}`)
    return undefined
  }
}

/**
 * Fills a slot whose lock the caller holds. `make` gets a private folder and returns the binary it made there; that is
 * asked for its version and only then moved into place, in one step, so nobody ever sees half a binary.
 * @throws UsageError when the disk is full or not writable, or the binary is of another version than the slot.
 */
export async function fill(
  spec: ToolSpec,
  into: Slot,
  make: (folder: string) => Promise<string>,
  signal?: AbortSignal,
): Promise<Identity> {
  try {
    await mkdir(into.folder, { recursive: true })
    await removeLeftovers(into.folder)
    const folder = await mkdtemp(join(into.folder, unfinished))
    try {
      const binary = await make(folder)
      const identity = demand(into.version, await identify(spec, binary, { signal }))
      await rename(binary, into.binary)
      return identity
    } finally {
      await remove(folder)
    }
  } catch (thrown) {
    throw diskError(thrown, into.folder) ?? thrown
  }
}

const unfinished = '.unfinished-'

/** Under the lock, whatever is unfinished was left by a run that was killed. */
async function removeLeftovers(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter(name => name.startsWith(unfinished))
  await Promise.all(left.map(name => remove(join(folder, name))))
}

const remove = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 })

function demand(version: string, identity: Identity): Identity {
  if (identity.version === version) return identity
  throw new UsageError(
    `expected ${identity.tool} ${version}, the binary says ${identity.version}`,
    'give a binary instead',
  )
}

/** A full or read-only disk, whether the kernel says so or a program that ran into it; undefined for anything else. */
function diskError(thrown: unknown, folder: string): UsageError | undefined {
  const text = reason(thrown)
  if (/ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i.test(text)) {
    return new UsageError(
      `no space left on the disk of ${folder} or of the temporary files`,
      'free some, or set XDG_CACHE_HOME to a larger disk',
    )
  }
  if (/^(EACCES|EROFS|EPERM)/.test(text)) {
    return new UsageError(`cannot write to ${folder} (${text})`, 'set XDG_CACHE_HOME to a folder you can write to')
  }
  return undefined
}
