import { existsSync } from 'node:fs'
import type { Where } from '../cluster/where.ts'
import type { Binary } from '../history/run.ts'
import type { Tool } from '../toolchain/locate.ts'
import type { ToolName } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { probeIsolation } from '../util/isolation.ts'
import { binariesOf, type Found, findTools, underLine } from './find.ts'
import type { RunFlags } from './options.ts'

/** Where runs will take place, before anything was fetched for it. */
export interface Place {
  /** Whether pods can be cut off from each other there. */
  partition: boolean
  /** Whether there are machines below the pods that can be stopped and reached into. */
  nodes: boolean
  /** Whether pods find each other by the names of Services. */
  names: boolean
  /**
   * Finds or makes what is needed; says what it does. k6 and the like run on this machine wherever the pods are.
   * @param programs what the runs need besides.
   * @throws UsageError for what the user can mend.
   */
  prepare(programs: readonly ToolName[]): Promise<Prepared>
}

interface Prepared {
  where: Where
  mimir: { version: string; revision: string }
  prometheus: { version: string }
  /** Versions of what else is part of the place, by name. */
  others: Record<string, string>
  /** Where binaries are from, by name. */
  binaries: Record<string, Binary>
  /** Paths of the programs asked for, by name. */
  programs: Record<string, string>
}

/** What the user's flags mean on this machine. @throws UsageError when it can not be had here. */
export function placeOf(flags: RunFlags, signal: AbortSignal): Promise<Place> {
  return flags.provider === 'kind' ? onKubernetes(flags, signal) : onProcesses(flags, signal)
}

async function onProcesses(flags: RunFlags, signal: AbortSignal): Promise<Place> {
  const misplaced = (['kubeconfig', 'context', 'namespace', 'registry'] as const).find(
    flag => flags[flag] !== undefined,
  )
  if (misplaced !== undefined) {
    throw new UsageError(`--${misplaced} is for pods on Kubernetes`, 'add --provider kind, or leave it out')
  }
  const { isolation, partition } = await isolationOf(flags)
  return {
    partition,
    nodes: true,
    names: isolation === 'namespaces' && flags.addresses === 'ip',
    async prepare(programs) {
      const store = flags.storage === 's3' ? (['versitygw'] as const) : []
      const found = await findTools(['mimir', 'prometheus'], [...store, ...programs], flags, signal)
      const { mimir, prometheus } = found
      return {
        where: {
          provider: 'process',
          mimir: mimir.path,
          prometheus: prometheus.path,
          versitygw: found.versitygw?.path,
          isolation,
          addresses: flags.addresses,
        },
        mimir,
        prometheus,
        binaries: binariesOf(Object.values(found)),
        ...besides(programs, found),
      }
    },
  }
}

async function onKubernetes(flags: RunFlags, signal: AbortSignal): Promise<Place> {
  // Loaded on demand: the Kubernetes client takes longer to load than a run on processes takes to start.
  const { existingCluster } = await import('../cluster/kind/existing.ts')
  const { demandSource } = await import('../cluster/kind/image-source.ts')
  const { prepareKind } = await import('../cluster/kind/prepare.ts')
  const { kubeconfig, context, namespace, images, registry, downloadBase } = flags
  if (kubeconfig === undefined && (context !== undefined || namespace !== undefined)) {
    throw new UsageError(
      '--context and --namespace are for a cluster that exists, and none was named',
      'name it with --kubeconfig, or leave them out: the run makes a cluster of its own then',
    )
  }
  const existing =
    kubeconfig === undefined ? undefined : existingCluster(kubeconfig, context, namespace ?? 'mimir-gauntlet')
  await demandSource({ images, registry }, existing !== undefined)
  return {
    partition: !existing,
    nodes: !existing,
    names: true,
    async prepare(programs) {
      // A path is a binary; anything else is the version of an image.
      const binary = flags.mimir !== undefined && existsSync(flags.mimir) ? (['mimir'] as const) : []
      const found = await findTools(['kind', 'helm'], [...binary, ...programs], flags, signal)
      const { kind, helm } = found
      const mimir = givenMimir(flags, found)
      const prepared = await underLine('find images', flags, {
        act: onProgress =>
          prepareKind({ kind, helm, mimir, images, registry, downloadBase, existing, onProgress, signal }),
      })
      const { cluster } = prepared.where
      if (flags.parallel > 1 && cluster.of === 'ours' && cluster.engine) {
        throw new UsageError(
          'runs side by side need a Docker engine for all of them, and none answers',
          'start Docker, or leave out --parallel: each run starts an engine of its own, one after the other',
        )
      }
      const binaries = binariesOf([...Object.values(found), ...prepared.tools])
      const { programs: paths, others } = besides(programs, found)
      return { ...prepared, binaries, programs: paths, others: { ...prepared.others, ...others } }
    },
  }
}

function givenMimir({ mimir }: RunFlags, found: Found<never>): { tool: Tool } | { version: string } | undefined {
  if (found.mimir) return { tool: found.mimir }
  return mimir === undefined ? undefined : { version: mimir }
}

/** Paths of the programs that were asked for, and their versions under `others`. */
function besides(names: readonly ToolName[], found: Found<never>): Pick<Prepared, 'programs' | 'others'> {
  const tools = names.flatMap(name => found[name] ?? [])
  return {
    programs: Object.fromEntries(tools.map(({ name, path }) => [name, path])),
    others: Object.fromEntries(tools.map(({ name, version }) => [name, version])),
  }
}

interface Isolated {
  isolation: 'namespaces' | 'none'
  partition: boolean
}

/** Namespaces where the kernel gives them, unless the user wants none. */
async function isolationOf({ isolation, addresses }: RunFlags): Promise<Isolated> {
  if (isolation === 'none') return { isolation: 'none', partition: false }
  const { namespaces, veth, partition, why } = await probeIsolation()
  if (namespaces && (veth || addresses === 'port'))
    return { isolation: 'namespaces', partition: partition && addresses === 'ip' }
  if (isolation === 'auto') return { isolation: 'none', partition: false }
  throw new UsageError(
    `namespaces are not available here (${why ?? 'no veth'})`,
    `run with --isolation none, or see \`${INVOCATION} doctor\``,
  )
}
