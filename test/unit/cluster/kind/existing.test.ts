import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { existingCluster } from '../../../../harness/cluster/kind/existing.ts'
import { UsageError } from '../../../../harness/util/errors.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-kubeconfig-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function kubeconfig(...contexts: string[]): Promise<string> {
  const file = join(folder, contexts.join('-'))
  const all = contexts.map(name => ({ name, context: { cluster: name, user: name } }))
  const clusters = contexts.map(name => ({ name, cluster: { server: 'https://127.0.0.1:1' } }))
  const users = contexts.map(name => ({ name, user: {} }))
  await writeFile(file, JSON.stringify({ 'current-context': contexts[0], contexts: all, clusters, users }))
  return file
}

test('the only context of a file is the one that is meant', async () => {
  const file = await kubeconfig('test')
  expect(existingCluster(file, undefined, 'gauntlet')).toEqual({
    of: 'existing',
    kubeconfig: file,
    context: 'test',
    namespace: 'gauntlet',
  })
})

test('of several contexts none is guessed, not even the current one', async () => {
  const file = await kubeconfig('production', 'test')
  expect(() => existingCluster(file, undefined, 'gauntlet')).toThrow(
    new UsageError(`${file} has 2 contexts`, 'say which with --context: production, test'),
  )
  expect(existingCluster(file, 'test', 'gauntlet').context).toBe('test')
  expect(() => existingCluster(file, 'tset', 'gauntlet')).toThrow(
    new UsageError(`${file} has no context tset`, 'use --context with one of production, test'),
  )
})

test('files and names that can not be are refused', async () => {
  const missing = join(folder, 'nowhere')
  expect(() => existingCluster(missing, undefined, 'x')).toThrow(
    new UsageError(`there is no kubeconfig ${missing}`, 'give its path with --kubeconfig'),
  )
  const file = await kubeconfig('one')
  expect(() => existingCluster(file, undefined, 'My_Space')).toThrow(
    new UsageError('--namespace My_Space is no name for a namespace', 'use lower-case letters, digits and dashes'),
  )
})
