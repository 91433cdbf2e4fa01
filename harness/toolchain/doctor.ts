import { availableParallelism } from 'node:os'
import { reason, UsageError } from '../util/errors.ts'
import { type Isolation, probeIsolation } from '../util/isolation.ts'
import { usually } from '../util/usual.ts'
import { cacheFolder } from './cache.ts'
import { foresee } from './foresee.ts'
import { cores, type Diagnosis, disk, go, memory, node } from './host.ts'
import { locate } from './locate.ts'
import type { ResolveOptions } from './options.ts'
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
 * Looks at everything a run needs, without fetching anything: Node, each tool and Go, disk, memory, cores, isolation.
 * Takes a few seconds at most; what cannot be found out is a diagnosis, not an error.
 */
export async function doctor(options: DoctorOptions): Promise<Diagnosis[]> {
  const { runs, specs = Object.values(tools), given, statedVersion, env = process.env, ...rest } = options
  const diagnoses = await Promise.all([
    node(process.versions.node),
    ...specs.map(spec =>
      tool(spec, { ...rest, env, given: given?.[spec.name], statedVersion: statedVersion?.[spec.name] }),
    ),
    go(env),
    disk('cache', cacheFolder(env)),
    disk('runs', runs),
    memory(process.availableMemory()),
    cores(availableParallelism()),
    probeIsolation().then(isolation),
  ])
  return diagnoses.flat()
}

async function tool(spec: ToolSpec, options: ResolveOptions): Promise<Diagnosis> {
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
    return { ok: 'fail', what: spec.name, found: found(what), fix }
  }
}

async function wouldFetch(
  spec: ToolSpec,
  options: ResolveOptions,
  found: (text: string) => string,
): Promise<Omit<Diagnosis, 'what'>> {
  const outlook = await foresee(spec, options)
  if (outlook.will === 'download') {
    return { ok: 'ok', found: found(`none yet; a run would download ${outlook.version} from ${outlook.from}`) }
  }
  if (outlook.will === 'fail') {
    return { ok: spec.onlyFor ? 'warn' : 'fail', found: found(`none: ${outlook.why}`), fix: outlook.fix }
  }
  const { version, why } = outlook
  return {
    ok: 'warn',
    found: found(`none yet; a run would build ${version}, ${usually(outlook.usually)} (${why})`),
    fix: `wait for it once, or give a binary with --${spec.name} PATH or ${spec.env}`,
  }
}

/** In words, what a run can have. */
export function isolation({ namespaces, why, partition, loopback }: Isolation): Diagnosis[] {
  const because = why ? ` (${why})` : ''
  const own: Diagnosis = namespaces
    ? { ok: 'ok', what: 'isolation', found: 'a run gets namespaces of its own' }
    : {
        ok: 'warn',
        what: 'isolation',
        found: `no namespaces${because}; pods run on plain loopback, one run at a time`,
        fix: 'allow unprivileged user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)',
      }
  const cut: Diagnosis = partition
    ? { ok: 'ok', what: 'partitions', found: 'pods can be cut off from each other' }
    : {
        ok: 'warn',
        what: 'partitions',
        found: `pods cannot be cut off from each other${because}`,
        fix: 'install iproute2 and iptables, and allow user namespaces; scenarios with a partition end unknown without',
      }
  const addresses: Diagnosis =
    loopback === 'any'
      ? { ok: 'ok', what: 'loopback', found: 'all of 127.0.0.0/8' }
      : {
          ok: namespaces ? 'ok' : 'fail',
          what: 'loopback',
          found: '127.0.0.1 only',
          ...(namespaces ? {} : { fix: 'add aliases for 127.0.0.0/8 addresses to the loopback interface' }),
        }
  return [own, cut, addresses]
}
