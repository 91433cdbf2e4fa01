import { join } from 'node:path'
import { kindFolder, nodeImage } from '../../../kind/offline/node-image.ts'
import { versions } from '../../../kind/offline/versions.ts'
import { binaryImage } from '../../../kind/offline/workload-images.ts'
import type { Tool } from '../../toolchain/locate.ts'
import type { ProgramSpec } from '../../toolchain/program-spec.ts'
import { tools } from '../../toolchain/tools.ts'
import { UsageError } from '../../util/errors.ts'
import { INVOCATION } from '../../util/invocation.ts'
import type { ExistingCluster, KindConfig, ManagedCluster } from '../provider-config.ts'
import { type Docker, engineFolder, findDocker, pull } from './docker.ts'
import { type ImageWishes, mustPull, releasedImages, releasedNode } from './image-source.ts'

interface KindWishes extends ImageWishes {
  kind: Tool
  helm: Tool
  program: ProgramSpec
  /** The program that was asked for: a binary, or a version whose image is pulled; undefined for the usual one. */
  given: { tool: Tool } | { version: string } | undefined
  /** A mirror of the release servers. */
  downloadBase: string | undefined
  existing: ExistingCluster | undefined
  onProgress(text: string): void
  signal: AbortSignal
}

interface PreparedKind {
  providerConfig: KindConfig
  program: { version: string; revision: string }
  prometheus: { version: string }
  others: Record<string, string>
  /** The binaries inside the images, where they were built here. */
  tools: readonly Tool[]
}

/** Bytes: a control plane, three workers and a fleet in three zones take about 3.5 GB. */
export const CLUSTER_MEMORY = 4e9

/**
 * What a cluster of our own needs of this machine before anything is fetched for it: memory, and a Docker engine.
 * @throws UsageError for what the user can mend
 */
export async function checkMachine(): Promise<'answers' | 'could be started'> {
  if (process.availableMemory() < CLUSTER_MEMORY) {
    throw new UsageError(
      `${(process.availableMemory() / 1e9).toFixed(1)} GB of memory are available, a kind cluster takes ${CLUSTER_MEMORY / 1e9}`,
      'free some, or run on processes (--provider process)',
    )
  }
  const docker = await findDocker()
  if (docker === 'none') {
    throw new UsageError(
      'no Docker engine answers and there is no dockerd to start',
      `start Docker, or apt-get install docker.io; \`${INVOCATION} doctor\` says what else is missing`,
    )
  }
  return docker
}

/** Finds or makes what a run on Kubernetes needs. @throws UsageError for what the user can mend; nothing has been started then. */
export async function prepareKind(wishes: KindWishes): Promise<PreparedKind> {
  const { helm, existing } = wishes
  if (existing) {
    // The nodes of a cluster that exists get their images themselves; with --images build they were made from our node image.
    const made = wishes.images === 'build' ? await built(wishes, 'answers') : await pulled(wishes, false)
    return { ...made, providerConfig: { ...made.providerConfig, helm: helm.path, cluster: existing } }
  }
  const docker = await checkMachine()
  return docker === 'answers' && wishes.images !== 'build' ? fromRegistry(wishes, docker) : built(wishes, docker)
}

/** Pulls everything; where that can not be and the user did not insist, it is built. */
async function fromRegistry(wishes: KindWishes, docker: Docker): Promise<PreparedKind> {
  try {
    return await pulled(wishes, true)
  } catch (thrown) {
    if (mustPull(wishes) || !(thrown instanceof UsageError)) throw thrown
    wishes.onProgress(`${thrown.what}: images are built from package registries instead`)
    return built(wishes, docker)
  }
}

async function pulled(wishes: KindWishes, fetch: boolean): Promise<PreparedKind> {
  const { helm, kind, program, given, registry, onProgress, signal } = wishes
  if (given && 'tool' in given) {
    throw new UsageError(
      `the ${program.tool.title} at ${given.tool.path} is a binary, and images are to be pulled`,
      `give a released version with --${program.tool.name}, or use --images build`,
    )
  }
  const version = given?.version ?? program.tool.release.version
  const images = releasedImages(program.image(version), registry)
  // Without a registry of the user's, kind pulls the node image itself, by its digest.
  const node = registry === undefined ? undefined : { image: releasedNode(registry) }
  for (const image of fetch ? [...(node ? [node.image] : []), ...Object.values(images)] : []) {
    onProgress(`pull ${image}`)
    const why = await pull(image, signal)
    if (why === undefined) continue
    const fix =
      registry === undefined ? 'use --images build' : `see that ${registry} serves it, or leave out --registry`
    throw new UsageError(`${image} can not be pulled: ${why}`, fix)
  }
  const cluster: ManagedCluster = {
    of: 'managed',
    kind: kind.path,
    ...(node && { node }),
    archives: [],
    pulled: Object.values(images),
  }
  return {
    providerConfig: { provider: 'kind', helm: helm.path, cluster, images, ...(registry !== undefined && { registry }) },
    program: { version, revision: '' },
    prometheus: { version: tools.prometheus.release!.version },
    others: { kind: kind.version, helm: helm.version },
    tools: [],
  }
}

async function built(wishes: KindWishes, docker: Docker): Promise<PreparedKind> {
  const { helm, kind, program, given, downloadBase, onProgress, signal } = wishes
  const { name, title } = program.tool
  if (given && 'version' in given) {
    throw new UsageError(
      `no image registry is reachable for ${title} ${given.version}`,
      `give a binary with --${name} PATH`,
    )
  }
  const node = await nodeImage(program.inNodeOf ?? program, { downloadBase, onProgress, signal })
  const tool = given?.tool ?? node.tools.program
  const other = tool.path !== node.tools.program.path
  const images = { ...node.images, ...(other && { program: `${program.image(tool.version)}-given` }) }
  const archives = other ? [await packed(program, images.program, tool.path, signal)] : []
  const cluster: ManagedCluster = {
    of: 'managed',
    kind: kind.path,
    ...(docker !== 'answers' && { engine: { dataRoot: engineFolder(), runc: node.runc } }),
    node: { image: node.image, archive: node.archive },
    archives,
    pulled: [],
  }
  return {
    providerConfig: { provider: 'kind', helm: helm.path, cluster, images, program: tool.path },
    program: { version: tool.version, revision: tool.revision },
    prometheus: { version: node.tools.prometheus.version },
    others: { kubernetes: versions.kubernetes, kind: kind.version, helm: helm.version },
    tools: [tool, node.tools.prometheus, node.tools.versitygw],
  }
}

/** An image of a binary that the node image does not carry. */
const packed = ({ tool, user }: ProgramSpec, name: string, binary: string, signal: AbortSignal): Promise<string> =>
  binaryImage({ name, binary, program: tool.name, user }, join(kindFolder(), `given-${tool.name}.tar`), { signal })
