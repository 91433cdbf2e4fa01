import { z } from 'zod'
import type { Program } from '../fleet/fleet.ts'
import { type ToolSpec, tools } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'

/** Pods as processes on this machine. */
const ProcessConfig = z.object({
  provider: z.literal('process'),
  /** The binaries: the program under test, and the observer. */
  program: z.string(),
  prometheus: z.string(),
  sandbox: z.enum(['namespaces', 'none']),
  addresses: z.enum(['ip', 'port']),
  /** The S3 server's binary; without it the store is a folder that pods share. */
  versitygw: z.string().optional(),
})

/** A kind cluster that the run makes for itself, and deletes. */
const ManagedCluster = z.object({
  of: z.literal('managed'),
  /** The kind command line. */
  kind: z.string(),
  /** A Docker engine of the run's own; without it the one that `docker` reaches. */
  engine: z.object({ dataRoot: z.string(), runc: z.string() }).optional(),
  /**
   * The node image; without it the one that this version of kind names, by digest. One that was built is loaded from its archive, one from a
   * registry of the user's has none: the engine has it.
   */
  node: z.object({ image: z.string(), archive: z.string().optional() }).optional(),
  /** Image archives (.tar), and images of the Docker engine, that the nodes do not have yet. */
  archives: z.array(z.string()),
  pulled: z.array(z.string()),
})
export type ManagedCluster = z.infer<typeof ManagedCluster>

/** A cluster that is there already: the run uses one namespace of it and leaves the rest alone. */
const ExistingCluster = z.object({
  of: z.literal('existing'),
  kubeconfig: z.string(),
  context: z.string(),
  namespace: z.string(),
})
export type ExistingCluster = z.infer<typeof ExistingCluster>

/** Image references, `repository:tag`. */
export const Images = z.object({ program: z.string(), prometheus: z.string(), nginx: z.string(), s3: z.string() })
export type Images = z.infer<typeof Images>

/** Pods on Kubernetes. */
export const KindConfig = z.object({
  provider: z.literal('kind'),
  helm: z.string(),
  cluster: z.discriminatedUnion('of', [ManagedCluster, ExistingCluster]),
  images: Images,
  /** What stands before the names of images, where the user named a registry: `HOST[/PREFIX]`. */
  registry: z.string().optional(),
  /** The binary inside the program's image, where there is one to ask for its settings. */
  program: z.string().optional(),
})
export type KindConfig = z.infer<typeof KindConfig>

/** Where a run's pods are, and what it takes to start them there. */
export const ProviderConfig = z.discriminatedUnion('provider', [ProcessConfig, KindConfig])
export type ProviderConfig = z.infer<typeof ProviderConfig>

/**
 * Where another place of a run is. Processes beside Kubernetes are on loopback of this machine: they reach what the cluster shows of itself there, and no
 * pod reaches them.
 * @param provider by default that of the main place.
 * @param program the name of the program under test
 * @param programs paths of binaries, by name.
 * @throws UsageError where such a place can not be beside that one
 */
export function beside(
  main: ProviderConfig,
  provider: ProviderConfig['provider'] | undefined,
  program: string,
  programs: Readonly<Record<string, string>>,
): ProviderConfig {
  if (main.provider === 'process') {
    if (provider !== 'kind') return main
    throw new UsageError(
      'a place on Kubernetes can not be beside a main place of processes',
      'run with --provider kind',
    )
  }
  if (provider !== 'process') {
    throw new UsageError(
      'a run makes one cluster of Kubernetes, and a second place wants another',
      "give the place provider 'process'",
    )
  }
  const { [program]: binary, prometheus } = programs
  if (binary === undefined || prometheus === undefined) {
    throw new UsageError(
      'a place of processes needs binaries of its program and of Prometheus',
      `give them with --${program} and --prometheus`,
    )
  }
  return { provider, program: binary, prometheus, sandbox: 'none', addresses: 'ip' }
}

/** Tools of this machine that such places need besides those of the main one. @param program the program under test */
export const toolsBeside = (
  main: ProviderConfig['provider'],
  places: readonly (ProviderConfig['provider'] | undefined)[],
  program: ToolSpec,
): ToolSpec[] => (main === 'kind' && places.includes('process') ? [program, tools.prometheus] : [])

/** The program under test in that place. @param version by its own word */
export const programOf = (config: ProviderConfig, name: string, version: string): Program => ({
  name,
  version,
  at: config.provider === 'process' ? { binary: config.program } : { image: config.images.program },
})

/** What a user types to have a run in the same place again. */
export function flagsOf(config: ProviderConfig): string[] {
  if (config.provider === 'process') {
    return [
      ...(config.addresses === 'port' ? ['--addresses port'] : []),
      ...(config.sandbox === 'none' ? ['--sandbox none'] : []),
      ...(config.versitygw ? ['--storage s3'] : []),
    ]
  }
  const { cluster } = config
  const existing =
    cluster.of === 'existing'
      ? [`--kubeconfig ${cluster.kubeconfig}`, `--context ${cluster.context}`, `--namespace ${cluster.namespace}`]
      : []
  return ['--provider kind', ...existing, ...(config.registry ? [`--registry ${config.registry}`] : [])]
}

/** The images that pods and nodes are made of, by what they hold; none where pods are processes. @param program what the product under test is called */
export function imagesOf(config: ProviderConfig, program: string): Record<string, string> {
  if (config.provider === 'process') return {}
  const node = config.cluster.of === 'managed' ? config.cluster.node?.image : undefined
  const { program: image, ...others } = config.images
  return { [program]: image, ...others, ...(node !== undefined && { node }) }
}

/** The step in which the place is made, in words. */
export function setupStepOf(config: ProviderConfig): string {
  if (config.provider === 'process') return 'prepare the network'
  return config.cluster.of === 'managed' ? 'make a kind cluster' : `enter ${config.cluster.context}`
}

/** What the report says of the place, in a word each: what separates the run from others, and how its pods are addressed. */
export function hostFactsOf(config: ProviderConfig): { sandbox: string; addresses: string } {
  if (config.provider === 'process') return { sandbox: config.sandbox, addresses: config.addresses }
  if (config.cluster.of === 'existing') return { sandbox: `namespace ${config.cluster.namespace}`, addresses: 'ip' }
  return { sandbox: config.cluster.engine ? 'own Docker engine and cluster' : 'own cluster', addresses: 'ip' }
}
