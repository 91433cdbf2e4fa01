import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Tool } from '../../harness/toolchain/locate.ts'
import { lock } from '../../harness/toolchain/lock.ts'
import type { ProgramSpec } from '../../harness/toolchain/program-spec.ts'
import { resolveTool } from '../../harness/toolchain/resolve.ts'
import { tools as coreTools } from '../../harness/toolchain/tools.ts'
import { cacheFolder } from '../../harness/util/cache-folder.ts'
import { sumOf, usually } from '../../harness/util/usual.ts'
import { goProgram } from './go-programs.ts'
import { node, type WorkloadImages, type WorkloadTools } from './node.ts'
import { nodeBase } from './node-base.ts'
import { demandRequirements, SPACE } from './requirements.ts'
import type { BuildOptions } from './shell.ts'
import { Outputs } from './steps.ts'
import { NODE_IMAGE } from './versions.ts'

export interface NodeImageOptions extends BuildOptions {
  /** Binaries for the workloads' images; default: what the toolchain finds. */
  tools?: Partial<WorkloadTools>
  /** A mirror of the release servers, for those that are fetched. */
  downloadBase?: string | undefined
}

/** A node image that is ready to be loaded. */
export interface NodeImage {
  /** `kindest/node:v1.34.4` */
  image: string
  /** The image as a .tar.zst in the cache: `zstd -dc ARCHIVE | docker load`. */
  archive: string
  /** The path of runccap, the runtime for an engine whose root user lacks capabilities. */
  runc: string
  /** The workloads' images in it. */
  images: WorkloadImages
  /** The binaries that are in those images. */
  tools: WorkloadTools
}

/** `~/.cache/mimir-gauntlet/kind`: outputs of the build, and the engine's data. */
export const kindFolder = (env: NodeJS.ProcessEnv = process.env): string => join(dirname(cacheFolder(env)), 'kind')

/**
 * The node image of this version with the images of Kubernetes and of the workloads in it, from the cache or built from package
 * registries alone (Go modules, Debian). A build takes about ten minutes; an interrupted one goes on where it was.
 *
 * The programs are those that the toolchain finds without being told (variables like PROMETHEUS_BIN do not count: another program under test is loaded into
 * the cluster, see binaryImage, and no reason to build a node).
 * @param program the program under test that nodes carry
 * @throws UsageError with what to type when something is missing; the reason of an abort, with everything started ended.
 */
export async function nodeImage(program: ProgramSpec, options: NodeImageOptions = {}): Promise<NodeImage> {
  const { env = process.env, onProgress, signal } = options
  const tools = await workloadTools(program, options)
  const folder = kindFolder(env)
  const failed = new AbortController()
  const either = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])])
  const build = { env, onProgress, signal: either }
  const base = nodeBase(build)
  const whole = node(base, program, tools, build)
  const runccap = goProgram('runccap', build)
  const outputs = new Outputs(join(folder, 'build'), build)
  if (!(await outputs.has(whole)) || !(await outputs.has(runccap))) {
    await demandRequirements(folder, (await outputs.has(base)) ? SPACE.rest : SPACE.all, env)
    using _held = await lock(join(folder, 'build', '.lock'), 'the node image', { onProgress, signal })
    const missing = await outputs.lookAhead(whole, runccap)
    const names = missing.map(({ name }) => name).join(', ')
    const time = usually(sumOf(missing.map(step => step.usually)))
    onProgress?.(`the node image is built from package registries, once, in ${time}: ${names}`)
    const all = [outputs.get(runccap), outputs.get(whole)]
    await Promise.all(all).catch(async thrown => {
      // What goes on beside it must have ended, too, before the lock is given back.
      failed.abort(thrown)
      await outputs.settled()
      throw thrown
    })
    // Another program needs the base alone.
    await Promise.all(base.needs.map(part => outputs.forget(part)))
  }
  const made = await outputs.folderOf(whole)
  return {
    image: NODE_IMAGE,
    archive: join(made, 'node.tar.zst'),
    runc: join(await outputs.folderOf(runccap), 'runccap'),
    images: JSON.parse(await readFile(join(made, 'images.json'), 'utf8')) as WorkloadImages,
    tools,
  }
}

async function workloadTools(
  program: ProgramSpec,
  { env = process.env, onProgress, signal, tools, downloadBase }: NodeImageOptions,
): Promise<WorkloadTools> {
  const named = [program.tool, coreTools.prometheus, coreTools.versitygw].map(tool => tool.env)
  const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !named.includes(name)))
  const find = async (name: keyof WorkloadTools): Promise<Tool> =>
    tools?.[name] ??
    resolveTool(name === 'program' ? program.tool : name, {
      env: rest,
      signal,
      downloadBase,
      ...(onProgress && { onProgress }),
    })
  // One after the other: each may be a build, which uses every core.
  return { program: await find('program'), prometheus: await find('prometheus'), versitygw: await find('versitygw') }
}
