import { existsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import type { Lacks } from '../cluster/lacks.ts'
import { probeAbilities } from '../cluster/process/abilities.ts'
import { isolationOf } from '../cluster/process/isolation.ts'
import type { Where } from '../cluster/where.ts'
import type { Binary } from '../history/run.ts'
import type { Topology } from '../mimir/topology/types.ts'
import { podsOf } from '../mimir/topology/workload.ts'
import type { Tool } from '../toolchain/locate.ts'
import type { ToolName } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { binariesOf, type Found, findTools, underLine } from './find.ts'
import type { RunFlags } from './options.ts'

/** Where runs will take place, before anything was fetched for it. */
export interface Place {
  /** What it does not give to scenarios. */
  lacks: Lacks
  /**
   * Refuses topologies that can not be made there, as far as that is known before anything is started.
   * @param topologies by what they are of: `zone-outage`
   * @throws UsageError naming the pod that fits no node
   */
  check(topologies: readonly (readonly [of: string, Topology])[]): Promise<void>
  /** The tools that `prepare` finds or fetches. @param programs what the runs need besides. */
  tools(programs: readonly ToolName[], storage: 'filesystem' | 's3'): readonly ToolName[]
  /**
   * Finds or makes what is needed; says what it does. k6 and the like run on this machine wherever the pods are.
   * @param programs what the runs need besides.
   * @param storage where the runs keep their blocks.
   * @throws UsageError for what the user can mend.
   */
  prepare(programs: readonly ToolName[], storage: 'filesystem' | 's3'): Promise<Prepared>
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
  const has = await probeAbilities()
  const { isolation, lacks } = isolationOf(flags, has)
  if (flags.isolation === 'namespaces' && isolation === 'none' && has.reach !== 'partitions') {
    throw new UsageError(`no namespaces here: ${has.lack.why}`, `${has.lack.fix}, or leave out --isolation`)
  }
  return {
    lacks,
    // Pods are processes: they share what the machine has.
    check: async () => {},
    tools: (programs, storage) => ['mimir', 'prometheus', ...storeOf(storage), ...programs],
    async prepare(programs, storage) {
      const found = await findTools(['mimir', 'prometheus'], [...storeOf(storage), ...programs], flags, signal)
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

/** The machines of a cluster that exists already are somebody else's. */
const NOT_OURS = {
  why: 'the nodes of a cluster that exists are not its own',
  fix: 'leave out --kubeconfig: the run makes a cluster of its own then',
}

async function onKubernetes(flags: RunFlags, signal: AbortSignal): Promise<Place> {
  // Loaded on demand: the Kubernetes client takes longer to load than a run on processes takes to start.
  const { existingCluster } = await import('../cluster/kind/existing.ts')
  const { demandSource } = await import('../cluster/kind/image-source.ts')
  const { checkMachine, prepareKind } = await import('../cluster/kind/prepare.ts')
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
    lacks: existing ? { partition: NOT_OURS, nodes: NOT_OURS } : {},
    async check(topologies) {
      const { checkFit } = await import('../cluster/kind/fit.ts')
      const { roomsIn } = await import('../cluster/kind/rooms.ts')
      if (!existing) await checkMachine()
      const where = existing ? await roomsIn(existing) : { cores: availableParallelism(), memory: totalmem() }
      for (const [of, topology] of topologies) {
        checkFit(
          of,
          podsOf(topology).map(({ name, workload }) => ({ name, zone: workload.zone })),
          where,
        )
      }
    },
    tools: programs => ['kind', 'helm', ...programs],
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

const storeOf = (storage: 'filesystem' | 's3') => (storage === 's3' ? (['versitygw'] as const) : [])

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
