import { existsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import type { Lacks } from '../cluster/lacks.ts'
import { probeAbilities } from '../cluster/process/abilities.ts'
import { sandboxOf } from '../cluster/process/choose-sandbox.ts'
import type { ProviderConfig } from '../cluster/provider-config.ts'
import type { Binary } from '../history/run-info.ts'
import type { Subject } from '../scenario/subject.ts'
import { type ToolSpec, tools } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { binariesOf, type Found, findTools, underLine } from './find.ts'
import type { RunFlags } from './run-flags.ts'

/** Where runs will take place, before anything was fetched for it. */
export interface ProviderSetup {
  /** What it does not give to scenarios. */
  lacks: Lacks
  /**
   * Refuses topologies that can not be made there, as far as that is known before anything is started.
   * @param wanted pods, by what they are of: the name of a run
   * @throws UsageError naming the pod that fits no node
   */
  check(wanted: readonly Wanted[]): Promise<void>
  /** The tools that `prepare` finds or fetches. */
  tools(needs: Requirements): readonly ToolSpec[]
  /**
   * Finds or makes what is needed; says what it does. k6 and the like run on this machine wherever the pods are.
   * @throws UsageError for what the user can mend.
   */
  prepare(needs: Requirements): Promise<ReadyProvider>
}

/** What some runs of one subject need of a place. */
export interface Requirements {
  subject: Subject
  /** Tools besides those of the place. */
  programs: readonly ToolSpec[]
  /** Where pods keep what they share. */
  storage: 'filesystem' | 's3'
}

/** The pods of a run. */
export interface Wanted {
  of: string
  pods: readonly { name: string; zone?: string | undefined }[]
}

interface ReadyProvider {
  providerConfig: ProviderConfig
  program: { version: string; revision: string }
  prometheus: { version: string }
  /** Versions of what else is part of the place, by name. */
  others: Record<string, string>
  /** Where binaries are from, by name. */
  binaries: Record<string, Binary>
  /** Paths of the programs asked for, by name. */
  programs: Record<string, string>
}

/** What the user's flags mean on this machine. @throws UsageError when it can not be had here. */
export function setupOf(flags: RunFlags, signal: AbortSignal): Promise<ProviderSetup> {
  return flags.provider === 'kind' ? onKubernetes(flags, signal) : onProcesses(flags, signal)
}

async function onProcesses(flags: RunFlags, signal: AbortSignal): Promise<ProviderSetup> {
  const misplaced = (['kubeconfig', 'context', 'namespace', 'registry'] as const).find(
    flag => flags[flag] !== undefined,
  )
  if (misplaced !== undefined) {
    throw new UsageError(`--${misplaced} is for pods on Kubernetes`, 'add --provider kind, or leave it out')
  }
  const has = await probeAbilities()
  const { sandbox, lacks } = sandboxOf(flags, has)
  if (flags.sandbox === 'namespaces' && sandbox === 'none' && has.reach !== 'partitions') {
    throw new UsageError(`no namespaces here: ${has.lack.why}`, `${has.lack.fix}, or leave out --sandbox`)
  }
  return {
    lacks,
    // Pods are processes: they share what the machine has.
    check: async () => {},
    tools: toolsOfProcesses,
    async prepare(needs) {
      const { subject, programs } = needs
      const found = await findTools(toolsOfProcesses(needs), flags, signal)
      const [program, prometheus] = [found[subject.program.tool.name]!, found.prometheus!]
      return {
        providerConfig: {
          provider: 'process',
          program: program.path,
          prometheus: prometheus.path,
          versitygw: found.versitygw?.path,
          sandbox,
          addresses: flags.addresses,
        },
        program,
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

async function onKubernetes(flags: RunFlags, signal: AbortSignal): Promise<ProviderSetup> {
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
    async check(wanted) {
      const { checkFit } = await import('../cluster/kind/fit.ts')
      const { roomsIn } = await import('../cluster/kind/rooms.ts')
      if (!existing) await checkMachine()
      const where = existing ? await roomsIn(existing) : { cores: availableParallelism(), memory: totalmem() }
      for (const { of, pods } of wanted) checkFit(of, pods, where)
    },
    tools: ({ programs }) => [tools.kind, tools.helm, ...programs],
    async prepare({ subject: { program }, programs }) {
      const { name } = program.tool
      const wish = flags.given[name]
      // A path is a binary; anything else is the version of an image.
      const binary = program.inNodeOf || (wish !== undefined && existsSync(wish)) ? [program.tool] : []
      const found = await findTools([tools.kind, tools.helm, ...binary, ...programs], flags, signal)
      const [kind, helm, tool] = [found.kind!, found.helm!, found[name]]
      const given = tool ? { tool } : wish === undefined ? undefined : { version: wish }
      const prepared = await underLine('find images', flags, {
        act: onProgress =>
          prepareKind({ kind, helm, program, given, images, registry, downloadBase, existing, onProgress, signal }),
      })
      const { cluster } = prepared.providerConfig
      if (flags.parallel > 1 && cluster.of === 'managed' && cluster.engine) {
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

const toolsOfProcesses = ({ subject, programs, storage }: Requirements): ToolSpec[] => [
  subject.program.tool,
  tools.prometheus,
  ...(storage === 's3' ? [tools.versitygw] : []),
  ...programs,
]

/** Paths of the programs that were asked for, and their versions under `others`. */
function besides(specs: readonly ToolSpec[], found: Found): Pick<ReadyProvider, 'programs' | 'others'> {
  const had = specs.flatMap(({ name }) => found[name] ?? [])
  return {
    programs: Object.fromEntries(had.map(({ name, path }) => [name, path])),
    others: Object.fromEntries(had.map(({ name, version }) => [name, version])),
  }
}
