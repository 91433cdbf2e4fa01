import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tools } from '../../../../harness/toolchain/tools.ts'
import { NODE_IMAGE, versions } from '../../../../kind/offline/versions.ts'

const goMod = (name: string) =>
  readFile(new URL(`../../../../kind/offline/modules/${name}/go.mod`, import.meta.url), 'utf8')

test('the versions told are those that the modules pin', async () => {
  const kubernetes = await goMod('kubernetes')
  const kind = await readFile(join(tools.kind.build!.folder, 'go.mod'), 'utf8')
  expect({
    kubernetes: /k8s\.io\/kubernetes v(\S+)/.exec(kubernetes)?.[1],
    kind: /sigs\.k8s\.io\/kind v(\S+)/.exec(kind)?.[1],
    image: NODE_IMAGE,
  }).toEqual({ kubernetes: versions.kubernetes, kind: versions.kind, image: 'kindest/node:v1.34.4' })
})

test('the libraries that live in the repository of Kubernetes are of its release', async () => {
  const staged = [...(await goMod('kubernetes')).matchAll(/^\t(k8s\.io\/\S+) => (\S+) (\S+)$/gm)]
  const release = versions.kubernetes.replace(/^1/, 'v0')
  expect(staged.length).toBe(31)
  expect(staged.filter(([, from, to, version]) => from !== to || version !== release)).toEqual([])
})
