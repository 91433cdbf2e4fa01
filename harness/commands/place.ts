import { existsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import type { Lacks } from '../cluster/lacks.ts'
import { probeAbilities } from '../cluster/process/abilities.ts'
import { isolationOf } from '../cluster/process/isolation.ts'
import type { Where } from '../cluster/where.ts'
import type { Tool } from '../toolchain/locate.ts'
import type { ToolName } from '../toolchain/tools.ts'
import type { Topology } from '../topology/types.ts'
import { UsageError } from '../util/errors.ts'
import { find, underLine } from './find.ts'
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
  /** Paths of the programs asked for, by name. */
  programs: Record<string, string>
}

/** What the user's flags mean on this machine. @throws UsageError when it can not be had here. */
export function placeOf(flags: RunFlags, signal: AbortSignal): Promise<Place> {
  return flags.provider === 'kind' ? onKubernetes(flags, signal) : onProcesses(flags, signal)
}

async function onProcesses(flags: RunFlags, signal: AbortSignal): Promise<Place> {
  const misplaced = (['kubeconfig', 'context', 'namespace'] as const).find(flag => flags[flag] !== undefined)
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
    tools: (programs, storage) => [
      'mimir',
      'prometheus',
      ...(storage === 's3' ? (['versitygw'] as const) : []),
      ...programs,
    ],
    async prepare(programs, storage) {
      const mimir = await find('mimir', flags, signal)
      const prometheus = await find('prometheus', flags, signal)
      const versitygw = storage === 's3' ? (await find('versitygw', flags, signal)).path : undefined
      const { addresses } = flags
      const besides = await findAll(programs, flags, signal)
      return {
        where: { provider: 'process', mimir: mimir.path, prometheus: prometheus.path, isolation, addresses, versitygw },
        mimir,
        prometheus,
        ...besides,
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
  const { checkMachine, prepareKind } = await import('../cluster/kind/prepare.ts')
  const { kubeconfig, context, namespace, images } = flags
  if (kubeconfig === undefined && (context !== undefined || namespace !== undefined)) {
    throw new UsageError(
      '--context and --namespace are for a cluster that exists, and none was named',
      'name it with --kubeconfig, or leave them out: the run makes a cluster of its own then',
    )
  }
  const existing =
    kubeconfig === undefined ? undefined : existingCluster(kubeconfig, context, namespace ?? 'mimir-gauntlet')
  return {
    lacks: existing ? { partition: NOT_OURS, nodes: NOT_OURS } : {},
    async check(topologies) {
      const { checkFit } = await import('../cluster/kind/fit.ts')
      const { roomsIn } = await import('../cluster/kind/rooms.ts')
      if (!existing) await checkMachine()
      const where = existing ? await roomsIn(existing) : { cores: availableParallelism(), memory: totalmem() }
      for (const [of, topology] of topologies) checkFit(of, topology, where)
    },
    tools: programs => ['kind', 'helm', ...programs],
    async prepare(programs) {
      const kind = await find('kind', flags, signal)
      const helm = await find('helm', flags, signal)
      const mimir = await givenMimir(flags, signal)
      const besides = await findAll(programs, flags, signal)
      const prepared = await underLine('find images', flags, onProgress =>
        prepareKind({ kind, helm, mimir, images, existing, onProgress, signal }),
      )
      const { cluster } = prepared.where
      if (flags.parallel > 1 && cluster.of === 'ours' && cluster.engine) {
        throw new UsageError(
          'runs side by side need a Docker engine for all of them, and none answers',
          'start Docker, or leave out --parallel: each run starts an engine of its own, one after the other',
        )
      }
      return { ...prepared, programs: besides.programs, others: { ...prepared.others, ...besides.others } }
    },
  }
}

/** A path is a binary; anything else is the version of an image. */
async function givenMimir(
  flags: RunFlags,
  signal: AbortSignal,
): Promise<{ tool: Tool } | { version: string } | undefined> {
  if (flags.mimir === undefined) return undefined
  return existsSync(flags.mimir) ? { tool: await find('mimir', flags, signal) } : { version: flags.mimir }
}

/** Finds programs, and says their versions under `others`. */
async function findAll(
  names: readonly ToolName[],
  flags: RunFlags,
  signal: AbortSignal,
): Promise<Pick<Prepared, 'programs' | 'others'>> {
  const programs: Record<string, string> = {}
  const others: Record<string, string> = {}
  for (const name of names) {
    const { path, version } = await find(name, flags, signal)
    programs[name] = path
    others[name] = version
  }
  return { programs, others }
}
