import { UsageError } from '../util/errors.ts'
import { build, versionOfBuild } from './build.ts'
import { fill, fromCache, slot } from './cache.ts'
import { download } from './download.ts'
import { Unavailable } from './fetch.ts'
import { asTool, locate, type Tool } from './locate.ts'
import { lock } from './lock.ts'
import { serverOf } from './release.ts'
import { mirrorOf, type ResolveOptions, wish } from './resolve-options.ts'
import { type BuildSpec, type ToolName, type ToolSpec, tools, type Version } from './tools.ts'

/** What could be fetched: a release, a build, or one for want of the other. */
export interface Plan {
  /** The version to download; undefined when there is nothing to download. */
  release: string | undefined
  build: { how: BuildSpec; version: Version } | undefined
}

/**
 * Gives a binary that works, in this order: the one the user names, one on PATH, one in the cache, a release download checked
 * against its published checksum, a build from the pinned Go module. The build stands in for a release server that can not be reached; a
 * mirror that the user named has no such stand-in. Runs at the same time share one download or build.
 * @throws UsageError with what to type next when none of them will do; the reason of an abort, with everything started ended
 * and everything unfinished removed.
 */
export async function resolveTool(tool: ToolName | ToolSpec, options: ResolveOptions = {}): Promise<Tool> {
  const spec = typeof tool === 'string' ? tools[tool] : tool
  return (await locate(spec, options)) ?? fetchTool(spec, options)
}

/** What would be fetched for want of a binary on this machine. */
export async function plan(spec: ToolSpec, options: ResolveOptions): Promise<Plan> {
  const wanted = wish(spec, options)
  const version = spec.build && (await versionOfBuild(spec.build))
  const asked = wanted.kind === 'version' ? wanted.version : undefined
  const buildable = spec.build && version && (asked === undefined || asked === version.version)
  // A development build was never released; a mirror may have it all the same.
  const unreleased =
    mirrorOf(options) === undefined &&
    asked !== undefined &&
    asked === version?.version &&
    asked !== spec.release?.version
  return {
    release: options.offline || unreleased || !spec.release ? undefined : (asked ?? spec.release.version),
    build: buildable ? { how: spec.build!, version } : undefined,
  }
}

/** Downloads or builds a tool that is not on this machine. @throws as resolveTool does. */
export async function fetchTool(spec: ToolSpec, options: ResolveOptions): Promise<Tool> {
  const plans = await plan(spec, options)
  if (plans.release === undefined)
    return buildTool(spec, plans, options, spec.release ? 'downloads are off (--offline)' : 'it was never released')

  const { onProgress, signal, env } = options
  const place = slot(spec, plans.release, env)
  // Held over the build as well: whoever waits here finds the outcome of the whole, be it a download or a build.
  using _held = await lock(place.lock, `${spec.name} ${place.version}`, options)
  const fetched = await locate(spec, { ...options, onProgress: () => {} })
  if (fetched) return fetched
  try {
    const made = await fill(spec, place, folder => download(spec, place.version, folder, options), signal)
    return asTool(made, place.binary, { source: 'download', base: serverOf(spec, mirrorOf(options)) })
  } catch (thrown) {
    if (!(thrown instanceof Unavailable)) throw thrown
    if (plans.build) onProgress?.(`${thrown.message}: building ${spec.name} ${plans.build.version.version} instead`)
    return await buildTool(spec, plans, options, thrown.message)
  }
}

async function buildTool(spec: ToolSpec, plans: Plan, options: ResolveOptions, why: string): Promise<Tool> {
  if (!plans.build) {
    const known = spec.build && (await versionOfBuild(spec.build)).version
    const only = known ? `; only ${known} can be built` : ''
    throw new UsageError(`${why}${only}`, `give a ${spec.title} binary with --${spec.name} PATH or ${spec.env}`)
  }
  const { how, version } = plans.build
  const { env, signal } = options
  const place = slot(spec, version.version, env)
  // A version that is both released and pinned has one slot, whose lock is held already.
  using _held =
    version.version === plans.release ? undefined : await lock(place.lock, `${spec.name} ${place.version}`, options)
  const cached = await fromCache(spec, place, { signal })
  if (cached) return asTool(cached, place.binary, { source: 'cache' })
  const made = await fill(spec, place, folder => build(spec, how, folder, options), signal)
  return asTool(made, place.binary, { source: 'build' })
}
