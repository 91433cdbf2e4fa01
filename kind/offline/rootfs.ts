import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { kindSource } from './kind-source.ts'
import { type BuildOptions, shell } from './shell.ts'
import type { Step } from './steps.ts'
import { versions } from './versions.ts'

/** As in the Dockerfile of kind's base image, without what only rootless nodes and network storage need; and what it builds from source. */
const packages = [
  ...['systemd', 'conntrack', 'iptables', 'nftables', 'iproute2', 'ethtool', 'util-linux', 'mount', 'kmod'],
  ...['libseccomp2', 'bash', 'ca-certificates', 'curl', 'jq', 'procps', 'findutils'],
  ...['containerd', 'runc', 'containernetworking-plugins', 'socat', 'ebtables', 'iputils-ping'],
  // For images; not left in the node.
  ...['nginx', 'busybox-static'],
]

const local = (name: string) => fileURLToPath(new URL(`files/${name}`, import.meta.url))
const configure = local('configure-node.sh')
const stage = local('stage-images.sh')

/** Mounts that a program makes, and what it starts, end with it. */
export const CONTAINED = ['unshare', '--mount', '--pid', '--fork', '--kill-child']

/**
 * The step that makes the node's root file system out of Debian packages and kind's own files. Its output: `root`, and `stage` with what
 * images need of Debian.
 */
export function rootfs(options: BuildOptions): Step {
  return {
    name: 'rootfs',
    inputs: {
      values: { packages, debian: versions.debian, kind: versions.kind, arch: process.arch },
      files: [configure, stage, fileURLToPath(import.meta.url)],
    },
    needs: [],
    usually: { least: 60, most: 120 },
    async make(folder, _, say) {
      const root = join(folder, 'root')
      const sh = shell(options)
      say(`debootstrap of ${versions.debian}`)
      await sh`${CONTAINED} --mount-proc debootstrap --variant=minbase --include=${packages.join(',')} ${versions.debian} ${root}`
      say('configuring')
      await copyKindFiles(join(await kindSource(options), 'images', 'base', 'files'), root, options)
      await sh`${CONTAINED} --mount-proc=${root}/proc chroot ${root} /bin/bash < ${stage}`
      await sh`${CONTAINED} --mount-proc=${root}/proc chroot ${root} /bin/bash < ${configure}`
      await sh`mv ${root}/stage ${folder}/stage`
      await slim(root, options)
    },
  }
}

/** With the modes that kind's Dockerfile gives them; in a module cache everything is read-only and nothing executable. */
async function copyKindFiles(files: string, root: string, options: BuildOptions): Promise<void> {
  const sh = shell(options)
  await sh`cp -r --no-preserve=mode ${files}/. ${root}/`
  await sh`chmod 755 ${root}/usr/local/bin/* ${root}/kind/bin ${root}/kind/bin/*`
}

/** Takes out what a node never reads: half of what debootstrap leaves. */
async function slim(root: string, options: BuildOptions): Promise<void> {
  const sh = shell(options, root)
  await sh`rm -rf var/lib/apt/lists/* var/cache/apt/archives/* var/cache/debconf/*-old var/log/* usr/share/doc/* usr/share/locale/* usr/share/man/* dev/* run/* tmp/*`
  await sh`: > etc/resolv.conf; rm -f etc/hostname`
}
