import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Image } from './image-archive.ts'
import { type BuildOptions, shell } from './shell.ts'

/** What component images are made from. */
export interface Sources {
  /** Folders with binaries. */
  programs: readonly string[]
  /** The `stage` folder of the root file system's step. */
  stage: string
  /** Images that kubeadm and kind's manifests ask for, by their full names. */
  names: readonly string[]
  /** An empty folder; images are put together below it. */
  work: string
}

const Env = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']

/**
 * The images of Kubernetes' own components, each with one program, named as whoever starts them asks for them.
 * @throws Error when no program goes with a name.
 */
export function componentImages({ programs, stage, names, work }: Sources, options: BuildOptions): Promise<Image[]> {
  const sh = shell(options)
  return Promise.all(
    names.map(async (name): Promise<Image> => {
      const program = programOf(name)
      const root = join(work, program)
      await (program === 'kube-proxy' ? sh`cp -a ${stage}/kube-proxy ${root}` : sh`mkdir ${root}`)
      // The storage provisioner runs shell commands in it.
      if (program === 'local-path-helper') {
        await addBusybox(root, stage, options)
        return { name, root, config: { Env } }
      }
      await sh`install -D -m755 ${await binaryOf(program, programs)} ${root}/usr/local/bin/${program}`
      return { name, root, config: { Entrypoint: [`/usr/local/bin/${program}`], Env } }
    }),
  )
}

/** `registry/coredns/coredns:v1.12.1` holds coredns. */
const programOf = (image: string): string => basename(image).replace(/:.*/, '')

async function binaryOf(program: string, folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    const file = join(folder, program)
    if (await stat(file).catch(() => undefined)) return file
  }
  throw new Error(`there is no program ${program} for its image`)
}

/** A shell and its friends, at the usual places of an image. */
export async function addBusybox(root: string, stage: string, options: BuildOptions): Promise<void> {
  const sh = shell(options)
  await sh`mkdir -p ${root}/bin; cp ${stage}/busybox ${root}/bin/`
  await sh`cd ${root}/bin; while read -r name; do [ -e "$name" ] || ln -s busybox "$name"; done < ${stage}/busybox-applets`
}
