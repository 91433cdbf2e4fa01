import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sibling } from '../../harness/util/sibling.ts'
import { addImages, addImagesSources } from './add-images.ts'
import { componentImages } from './component-images.ts'
import { goProgram, type Program } from './go-programs.ts'
import { kindManifests, kindSource } from './kind-source.ts'
import { rootfs } from './rootfs.ts'
import { type BuildOptions, shell } from './shell.ts'
import type { Step } from './steps.ts'
import { versions } from './versions.ts'

const ofNode: readonly Program[] = ['kubernetes', 'etcd', 'coredns', 'kindnetd', 'local-path-provisioner', 'pause']
const crictl = fileURLToPath(new URL('files/crictl', import.meta.url))
const sources = [
  ...[fileURLToPath(import.meta.url), sibling(import.meta.url, './component-images'), crictl],
  ...addImagesSources,
]

/**
 * The step that makes a node with everything of Kubernetes, as kind's own node image has it. Its output: `root.tar.zst`, and the `stage` of
 * the root file system for more images.
 */
export function nodeBase(options: BuildOptions): Step {
  return {
    name: 'node-base',
    inputs: { values: versions, files: sources },
    // In this order: they are destructured below.
    needs: [rootfs(options), ...ofNode.map(name => goProgram(name, options))],
    usually: { least: 20, most: 60 },
    async make(folder, [system, ...programs], say) {
      const [root, stage, work] = [join(folder, 'root'), join(folder, 'stage'), join(folder, 'images')]
      const [kubernetes] = programs
      const sh = shell(options)
      say('putting programs and manifests into it')
      await sh`cp -a ${system}/root ${root}; cp -a ${system}/stage ${stage}; mkdir ${work}`
      await sh`install -m755 ${kubernetes}/kubeadm ${kubernetes}/kubelet ${kubernetes}/kubectl ${root}/usr/bin/`
      await sh`install -m755 ${crictl} ${root}/usr/local/bin/crictl`
      await writeFile(join(root, 'kind', 'version'), `v${versions.kubernetes}`)
      const manifests = await kindManifests(await kindSource(options))
      for (const { file, text } of manifests) await writeFile(join(root, 'kind', 'manifests', file), text)

      say('packing the images of Kubernetes')
      const names = [...(await kubeadmImages(kubernetes!, root, options)), ...manifests.flatMap(({ images }) => images)]
      await addImages(root, await componentImages({ programs, stage, names, work }, options), options)
      await rm(work, { recursive: true })
      say('compressing')
      await sh`tar -C ${root} --numeric-owner -cf - . | zstd -q -T0 > ${folder}/root.tar.zst; rm -r ${root}`
    },
  }
}

/** What kubeadm wants, with the pause image that the node's containerd is told to use. */
async function kubeadmImages(kubernetes: string, root: string, options: BuildOptions): Promise<string[]> {
  const version = `v${versions.kubernetes}`
  const { stdout } = await shell(options)`${kubernetes}/kubeadm config images list --kubernetes-version ${version}`
  const config = await readFile(join(root, 'etc', 'containerd', 'config.toml'), 'utf8')
  const pause = /sandbox_image = "(.*)"/.exec(config)?.[1]
  if (!pause) throw new Error("kind's containerd configuration names no sandbox image")
  const names = stdout.split('\n').filter(Boolean)
  return names.map(name => (name.includes('/pause:') ? pause : name))
}
