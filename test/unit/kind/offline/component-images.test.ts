import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { componentImages } from '../../../../kind/offline/component-images.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'components-'))
  for (const name of ['kubernetes', 'etcd', 'work', 'stage/kube-proxy/usr/sbin']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  const files = ['kubernetes/kube-apiserver', 'kubernetes/kube-proxy', 'etcd/etcd', 'stage/busybox']
  for (const file of [...files, 'stage/kube-proxy/usr/sbin/iptables']) await writeFile(join(folder, file), '')
  await writeFile(join(folder, 'stage/busybox-applets'), 'sh\nmkdir\n')
})
afterEach(() => rm(folder, { recursive: true }))

const images = (...names: string[]) => {
  const programs = ['kubernetes', 'etcd'].map(name => join(folder, name))
  return componentImages({ programs, stage: join(folder, 'stage'), names, work: join(folder, 'work') }, {})
}

test('each image holds the program of its name, kube-proxy iptables, and the helper a shell', async () => {
  const made = await images(
    'registry.k8s.io/kube-apiserver:v1.34.4',
    'registry.k8s.io/etcd:3.6.5-0',
    'registry.k8s.io/kube-proxy:v1.34.4',
    'docker.io/kindest/local-path-helper:v20241212',
  )
  const told = await Promise.all(
    made.map(async ({ name, root, config }) => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true })
      const files = entries.filter(it => !it.isDirectory()).map(it => join(it.parentPath, it.name).slice(root.length))
      return { name, entry: config.Entrypoint, files: files.sort() }
    }),
  )
  expect(told).toEqual([
    {
      name: 'registry.k8s.io/kube-apiserver:v1.34.4',
      entry: ['/usr/local/bin/kube-apiserver'],
      files: ['/usr/local/bin/kube-apiserver'],
    },
    { name: 'registry.k8s.io/etcd:3.6.5-0', entry: ['/usr/local/bin/etcd'], files: ['/usr/local/bin/etcd'] },
    {
      name: 'registry.k8s.io/kube-proxy:v1.34.4',
      entry: ['/usr/local/bin/kube-proxy'],
      files: ['/usr/local/bin/kube-proxy', '/usr/sbin/iptables'],
    },
    {
      name: 'docker.io/kindest/local-path-helper:v20241212',
      entry: undefined,
      files: ['/bin/busybox', '/bin/mkdir', '/bin/sh'],
    },
  ])
  expect((await stat(join(folder, 'work/etcd/usr/local/bin/etcd'))).mode & 0o777).toBe(0o755)
})

test('an image that nothing is built for is an error', async () => {
  await expect(images('registry.k8s.io/newcomer:v1')).rejects.toThrow('there is no program newcomer for its image')
})
