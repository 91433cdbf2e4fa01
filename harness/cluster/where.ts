import { z } from 'zod'
import type { Program } from '../fleet/types.ts'
import type { ToolName } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'

/** Pods as processes on this machine. */
const ProcessWhere = z.object({
  provider: z.literal('process'),
  /** The binaries. */
  mimir: z.string(),
  prometheus: z.string(),
  isolation: z.enum(['namespaces', 'none']),
  addresses: z.enum(['ip', 'port']),
  /** The S3 server's binary; without it the store is a folder that pods share. */
  versitygw: z.string().optional(),
})

/** A kind cluster that the run makes for itself, and deletes. */
const OwnCluster = z.object({
  of: z.literal('ours'),
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
export type OwnCluster = z.infer<typeof OwnCluster>

/** A cluster that is there already: the run uses one namespace of it and leaves the rest alone. */
const ExistingCluster = z.object({
  of: z.literal('theirs'),
  kubeconfig: z.string(),
  context: z.string(),
  namespace: z.string(),
})
export type ExistingCluster = z.infer<typeof ExistingCluster>

/** Image references, `repository:tag`. */
export const Images = z.object({ mimir: z.string(), prometheus: z.string(), nginx: z.string(), s3: z.string() })
export type Images = z.infer<typeof Images>

/** Pods on Kubernetes. */
export const KindWhere = z.object({
  provider: z.literal('kind'),
  helm: z.string(),
  cluster: z.discriminatedUnion('of', [OwnCluster, ExistingCluster]),
  images: Images,
  /** What stands before the names of images, where the user named a registry: `HOST[/PREFIX]`. */
  registry: z.string().optional(),
  /** The Mimir binary inside the image, where there is one to ask for its settings. */
  mimir: z.string().optional(),
})
export type KindWhere = z.infer<typeof KindWhere>

/** Where a run's pods are, and what it takes to start them there. */
export const Where = z.discriminatedUnion('provider', [ProcessWhere, KindWhere])
export type Where = z.infer<typeof Where>

/**
 * Where another place of a run is. Processes beside Kubernetes are on loopback of this machine: they reach what the cluster shows of itself there, and no
 * pod reaches them.
 * @param provider by default that of the main place.
 * @param programs paths of binaries, by name.
 * @throws UsageError where such a place can not be beside that one
 */
export function beside(
  main: Where,
  provider: Where['provider'] | undefined,
  programs: Readonly<Record<string, string>>,
): Where {
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
  const { mimir, prometheus } = programs
  if (mimir === undefined || prometheus === undefined) {
    throw new UsageError(
      'a place of processes needs binaries of its program and of Prometheus',
      'give them with --mimir and --prometheus',
    )
  }
  return { provider, mimir, prometheus, isolation: 'none', addresses: 'ip' }
}

/** Tools of this machine that such places need besides those of the main one. */
export const toolsBeside = (main: Where['provider'], places: readonly (Where['provider'] | undefined)[]): ToolName[] =>
  main === 'kind' && places.includes('process') ? ['mimir', 'prometheus'] : []

/** The subject's program in that place. @param version by its own word */
export const programOf = (where: Where, version: string): Program => ({
  name: 'mimir',
  version,
  at: where.provider === 'process' ? { binary: where.mimir } : { image: where.images.mimir },
})

/** What a user types to have a run in the same place again. */
export function flagsOf(where: Where): string[] {
  if (where.provider === 'process') {
    return [
      ...(where.addresses === 'port' ? ['--addresses port'] : []),
      ...(where.isolation === 'none' ? ['--isolation none'] : []),
      ...(where.versitygw ? ['--storage s3'] : []),
    ]
  }
  const { cluster } = where
  const existing =
    cluster.of === 'theirs'
      ? [`--kubeconfig ${cluster.kubeconfig}`, `--context ${cluster.context}`, `--namespace ${cluster.namespace}`]
      : []
  return ['--provider kind', ...existing, ...(where.registry ? [`--registry ${where.registry}`] : [])]
}

/** The images that pods and nodes are made of, by what they hold; none where pods are processes. */
export function imagesOf(where: Where): Record<string, string> {
  if (where.provider === 'process') return {}
  const node = where.cluster.of === 'ours' ? where.cluster.node?.image : undefined
  return { ...where.images, ...(node !== undefined && { node }) }
}

/** The step in which the place is made, in words. */
export function makingOf(where: Where): string {
  if (where.provider === 'process') return 'prepare the network'
  return where.cluster.of === 'ours' ? 'make a kind cluster' : `enter ${where.cluster.context}`
}

/** What the report says of the place, in a word each: what separates the run from others, and how its pods are addressed. */
export function placeOf(where: Where): { isolation: string; addresses: string } {
  if (where.provider === 'process') return { isolation: where.isolation, addresses: where.addresses }
  if (where.cluster.of === 'theirs') return { isolation: `namespace ${where.cluster.namespace}`, addresses: 'ip' }
  return { isolation: where.cluster.engine ? 'own Docker engine and cluster' : 'own cluster', addresses: 'ip' }
}
