import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tool } from '../../harness/toolchain/locate.ts'
import type { ProgramSpec } from '../../harness/toolchain/program-spec.ts'
import { sibling } from '../../harness/util/sibling.ts'
import { addImages, addImagesSources } from './add-images.ts'
import { addBusybox } from './component-images.ts'
import { type Image, type ImageConfig, writeImageArchive } from './image-archive.ts'
import { type BuildOptions, shell } from './shell.ts'
import type { Step } from './steps.ts'
import { NODE_IMAGE } from './versions.ts'
import { binaryRoot, nginxImage, USERS } from './workload-images.ts'

/** The programs of the toolchain that workloads run. */
export type WorkloadTools = Readonly<Record<'program' | 'prometheus' | 'versitygw', Tool>>

/** The image of each workload. */
export type WorkloadImages = Record<'program' | 'prometheus' | 'nginx' | 's3', string>

const sources = [
  ...[fileURLToPath(import.meta.url), sibling(import.meta.url, './workload-images')],
  ...addImagesSources,
]

/**
 * The step that makes the node image out of a node by adding the workloads' images. Its output: `node.tar.zst`, and WorkloadImages as
 * `images.json`.
 */
export function node(base: Step, spec: ProgramSpec, tools: WorkloadTools, options: BuildOptions): Step {
  const { program, prometheus, versitygw } = tools
  return {
    name: 'node',
    inputs: {
      values: { image: NODE_IMAGE, versions: [program, prometheus, versitygw].map(({ version }) => version) },
      files: [...sources, program.path, prometheus.path, versitygw.path],
    },
    needs: [base],
    usually: { least: 20, most: 60 },
    async make(folder, [made], say) {
      const [root, work, archive] = [join(folder, 'root'), join(folder, 'images'), join(folder, 'node.tar')]
      const sh = shell(options)
      say('unpacking')
      await sh`mkdir ${root} ${work}; zstd -dc ${made}/root.tar.zst | tar -C ${root} --numeric-owner -xf -`
      say('packing the images of the workloads')
      const { names, images } = await workloadImages(spec, tools, join(made!, 'stage'), work, options)
      await addImages(root, images, options)
      await rm(work, { recursive: true })
      say('writing the archive')
      await writeImageArchive(archive, [{ name: NODE_IMAGE, root, config: nodeConfig }], 'none', options)
      await rm(root, { recursive: true })
      say('compressing')
      await sh`zstd -q -T0 --rm ${archive}`
      await writeFile(join(folder, 'images.json'), JSON.stringify(names))
    },
  }
}

/** As kind's base image has it: systemd learns that it is in a container, and ends on this signal alone. */
const nodeConfig: ImageConfig = {
  Entrypoint: ['/usr/local/bin/entrypoint', '/sbin/init'],
  Env: ['container=docker', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  StopSignal: 'SIGRTMIN+3',
}

async function workloadImages(
  spec: ProgramSpec,
  { program, prometheus, versitygw }: WorkloadTools,
  stage: string,
  work: string,
  options: BuildOptions,
): Promise<{ names: WorkloadImages; images: Image[] }> {
  const nginx = (await readFile(join(stage, 'nginx-version'), 'utf8')).trim()
  const names: WorkloadImages = {
    program: spec.image(program.version),
    prometheus: `prom/prometheus:v${prometheus.version}`,
    nginx: `nginxinc/nginx-unprivileged:${nginx}`,
    s3: `versity/versitygw:v${versitygw.version}`,
  }
  const binary = (name: string, { name: program, path }: Tool, user = USERS[program]) =>
    binaryRoot({ name, binary: path, program, user }, join(work, program))
  const images = [
    await binary(names.program, program, spec.user),
    await binary(names.prometheus, prometheus),
    await nginxImage(names.nginx, stage, join(work, 'nginx'), options),
    await binary(names.s3, versitygw),
  ]
  // Whoever prepares or inspects the volume of a store wants a shell.
  await addBusybox(join(work, versitygw.name), stage, options)
  return { names, images }
}
