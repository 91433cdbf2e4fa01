import { availableParallelism } from 'node:os'
import { cacheFolder } from '../util/cache-folder.ts'
import { reason, UsageError } from '../util/errors.ts'
import { usually } from '../util/usual.ts'
import { foresee } from './foresee.ts'
import { goTrouble } from './go-proxy.ts'
import { cacheSpace, cores, type Diagnosis, go, memory, node, runSpace } from './host.ts'
import { locate } from './locate.ts'
import type { ResolveOptions } from './resolve-options.ts'
import { type ToolSpec, tools } from './tools.ts'

export interface DoctorOptions {
  /** The folder for runs. */
  runs: string
  specs?: readonly ToolSpec[]
  /** As for resolveTool; `given` and `statedVersion` by the name of the tool. */
  given?: Readonly<Record<string, string | undefined>>
  statedVersion?: Readonly<Record<string, string | undefined>>
  downloadBase?: string | undefined
  offline?: boolean
  signal?: AbortSignal
  env?: NodeJS.ProcessEnv
}

/**
 * Looks at what every run needs, without fetching anything: Node, each tool and Go, disk, memory, cores.
 * Takes a few seconds at most; what cannot be found out is a diagnosis, not an error.
 */
export async function doctor(options: DoctorOptions): Promise<Diagnosis[]> {
  const { runs, specs = Object.values(tools), given, statedVersion, env = process.env, ...rest } = options
  const diagnoses = await Promise.all([
    node(process.versions.node),
    ...specs.map(spec =>
      diagnoseTool(spec, { ...rest, env, given: given?.[spec.name], statedVersion: statedVersion?.[spec.name] }),
    ),
    go(env),
    cacheSpace(cacheFolder(env)),
    runSpace(runs),
    memory(process.availableMemory()),
    cores(availableParallelism()),
  ])
  return diagnoses.flat()
}

/** Where a tool is, or where it would come from; nothing is fetched. */
export async function diagnoseTool(spec: ToolSpec, options: ResolveOptions): Promise<Diagnosis> {
  const passed: string[] = []
  const found = (text: string) => [text, ...(spec.onlyFor ? [`only for ${spec.onlyFor}`] : []), ...passed].join('; ')
  try {
    const tool = await locate(spec, { ...options, onProgress: line => passed.push(line) })
    if (tool) {
      return {
        ok: 'ok',
        what: spec.name,
        found: found(`${tool.version}${tool.revision && ` (${tool.revision})`}, ${tool.source}: ${tool.path}`),
      }
    }
    return { what: spec.name, ...(await wouldFetch(spec, options, found)) }
  } catch (thrown) {
    const { what, fix } = thrown instanceof UsageError ? thrown : { what: reason(thrown), fix: `check --${spec.name}` }
    return { ok: spec.onlyFor ? 'warn' : 'fail', what: spec.name, found: found(what), fix }
  }
}

async function wouldFetch(
  spec: ToolSpec,
  options: ResolveOptions,
  found: (text: string) => string,
): Promise<Omit<Diagnosis, 'what'>> {
  const pathAvailability = await foresee(spec, options)
  if (pathAvailability.will === 'download') {
    return {
      ok: 'ok',
      found: found(`none yet; a run would download ${pathAvailability.version} from ${pathAvailability.from}`),
    }
  }
  if (pathAvailability.will === 'fail') {
    return {
      ok: spec.onlyFor ? 'warn' : 'fail',
      found: found(`none: ${pathAvailability.why}`),
      fix: pathAvailability.fix,
    }
  }
  const { version, why } = pathAvailability
  const fix = `give a binary with --${spec.name} PATH or ${spec.env}`
  const would = `none yet; a run would build ${version}, ${usually(pathAvailability.usually)} (${why})`
  const { env = process.env, signal, patience = 3000 } = options
  const trouble = options.offline ? undefined : await goTrouble(env, { signal, patience })
  if (trouble !== undefined) {
    return { ok: 'warn', found: found(`${would}, but ${trouble}`), fix: `try again with a network, or ${fix}` }
  }
  return { ok: 'warn', found: found(would), fix: `wait for it once, or ${fix}` }
}
