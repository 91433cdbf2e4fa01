import { access, constants } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UsageError } from '../util/errors.ts'
import { searchFolders } from '../util/search-path.ts'
import { versionOfBuild } from './build.ts'
import { fromCache, slot } from './cache.ts'
import { type Identity, identify } from './identify.ts'
import { type ResolveOptions, wish } from './resolve-options.ts'
import type { ToolSpec } from './tools.ts'

/** How a binary was had; what was downloaded just now has the address of the server, or of the mirror. */
export type Source = { source: 'given' | 'PATH' | 'cache' | 'build' } | { source: 'download'; base: string }

/** A binary that is what it says, ready to run. */
export type Tool = Source & {
  name: string
  /** Absolute. */
  path: string
  version: string
  revision: string
}

export const asTool = ({ tool, version, revision }: Identity, path: string, source: Source): Tool => ({
  name: tool,
  path,
  version,
  revision,
  ...source,
})

/**
 * Finds a binary that is on this machine: the one given, one on PATH, one in the cache; undefined when there is none.
 * @throws UsageError when the given one is not what it should be, or a version is stated and there is no binary it could be for.
 */
export async function locate(spec: ToolSpec, options: ResolveOptions = {}): Promise<Tool | undefined> {
  const { statedVersion: stated, signal, env } = options
  const wanted = wish(spec, options)
  if (wanted.kind === 'path') {
    return asTool(await identify(spec, wanted.path, { stated, signal }), resolve(wanted.path), { source: 'given' })
  }
  const onPath = await searchPath(spec, wanted.kind === 'version' ? wanted.version : undefined, options)
  if (onPath) return onPath
  if (stated) {
    throw new UsageError(
      `--${spec.name}-version ${stated} is for a binary that does not know its version, and none was given`,
      `give the binary with --${spec.name} PATH, or ask for a version with --${spec.name} ${stated}`,
    )
  }
  for (const version of await acceptable(spec, options)) {
    const place = slot(spec, version, env)
    const cached = await fromCache(spec, place, options)
    if (cached) return asTool(cached, place.binary, { source: 'cache' })
  }
  return undefined
}

/** The versions that would do, best first: the one asked for, or else what would be downloaded and what would be built. */
async function acceptable(spec: ToolSpec, options: ResolveOptions): Promise<string[]> {
  const wanted = wish(spec, options)
  if (wanted.kind === 'version') return [wanted.version]
  return [
    ...(spec.release ? [spec.release.version] : []),
    ...(spec.build ? [(await versionOfBuild(spec.build)).version] : []),
  ]
}

/** Nobody asked for what is on PATH, so one that will not do is passed over, with a line that says why. */
async function searchPath(
  spec: ToolSpec,
  version: string | undefined,
  options: ResolveOptions,
): Promise<Tool | undefined> {
  const { env = process.env, statedVersion: stated, signal, onProgress } = options
  const path = await which(spec.name, env)
  if (!path) return undefined
  try {
    const identity = await identify(spec, path, { stated, signal })
    if (version === undefined || version === identity.version) return asTool(identity, path, { source: 'PATH' })
    onProgress?.(`passing over ${path}: it is ${identity.version}, wanted is ${version}`)
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    onProgress?.(`passing over ${path}: ${thrown.what}`)
  }
  return undefined
}

/** The first executable of that name in the folders of PATH, and in each sbin beside a bin. */
export async function which(name: string, env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  for (const folder of searchFolders(env)) {
    const file = resolve(join(folder, name))
    const executable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (executable) return file
  }
  return undefined
}
