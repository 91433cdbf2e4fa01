import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Outputs, type Step } from '../../../../kind/offline/steps.ts'

let root: string
let made: string[]
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'steps-'))
  made = []
})
afterEach(() => rm(root, { recursive: true }))

/** A step that writes its name behind what it needs. */
const step = (name: string, values: unknown, ...needs: Step[]): Step => ({
  name,
  inputs: { values },
  needs,
  usually: { least: 1, most: 1 },
  async make(folder, folders) {
    made.push(name)
    const before = await Promise.all(folders.map(f => readFile(join(f, 'text'), 'utf8')))
    await writeFile(join(folder, 'text'), [...before, name].join(' '))
  },
})

const textOf = async (folder: Promise<string>) => readFile(join(await folder, 'text'), 'utf8')

test('a step is made with all it needs, once', async () => {
  const rootfs = step('rootfs', 1)
  const base = step('base', 1, rootfs, step('go', 1))
  const node = step('node', 1, base, rootfs)
  expect(await textOf(new Outputs(root, {}).get(node))).toBe('rootfs go base rootfs node')
  expect(made.toSorted()).toEqual(['base', 'go', 'node', 'rootfs'])
  expect(await textOf(new Outputs(root, {}).get(node))).toBe('rootfs go base rootfs node')
  expect(made.length).toBe(4)
})

test('what changed is made again with all that builds upon it, and its older output is deleted', async () => {
  const build = (version: number) => step('node', 1, step('rootfs', version), step('go', 1))
  await new Outputs(root, {}).get(build(1))
  await new Outputs(root, {}).get(build(2))
  expect(made.slice(3)).toEqual(['rootfs', 'node'])
  const left = await Promise.all(['rootfs', 'go', 'node'].map(name => readdir(join(root, name))))
  expect(left.map(names => names.length)).toEqual([1, 1, 1])
})

test('an output does without what it was made from', async () => {
  const parts = step('rootfs', 1)
  const node = step('node', 1, parts)
  const outputs = new Outputs(root, {})
  await outputs.get(node)
  await outputs.forget(parts)
  const later = new Outputs(root, {})
  expect(await textOf(later.get(node))).toBe('rootfs node')
  expect([await later.has(parts), await later.has(node), made]).toEqual([false, true, ['rootfs', 'node']])
})

test('a build that broke off leaves nothing half-done, and the next one goes on there', async () => {
  const rootfs = step('rootfs', 1)
  let broken = true
  const node: Step = {
    ...step('node', 1, rootfs),
    async make(folder) {
      await writeFile(join(folder, 'half'), '')
      if (broken) throw new Error('the tape tore')
    },
  }
  await expect(new Outputs(root, {}).get(node)).rejects.toThrow('node failed: the tape tore')
  expect([await readdir(join(root, 'node')), made]).toEqual([[], ['rootfs']])
  broken = false
  expect(await readdir(await new Outputs(root, {}).get(node))).toEqual(['half'])
  expect(made).toEqual(['rootfs'])
})

test('steps that need the machine for themselves wait for each other, others do not', async () => {
  const order: string[] = []
  const slow = (name: string, alone: boolean): Step => ({
    ...step(name, 1),
    alone,
    async make() {
      order.push(`${name} begins`)
      await new Promise(resolve => setImmediate(resolve))
      order.push(`${name} ends`)
    },
  })
  const outputs = new Outputs(root, {})
  await Promise.all([slow('etcd', true), slow('coredns', true)].map(it => outputs.get(it)))
  expect(order.map(line => line.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends'])
})

test('each step says what it is and how long it took', async () => {
  const lines: string[] = []
  await new Outputs(root, { onProgress: line => lines.push(line) }).get(step('node', 1, step('rootfs', 1)))
  expect(lines).toEqual([
    'rootfs: usually 1 second',
    'rootfs: done in 0 s',
    'node: usually 1 second',
    'node: done in 0 s',
  ])
})

test('what has to be made is known before, and lines say how long all of it still takes', async () => {
  const lines: string[] = []
  const outputs = new Outputs(root, { onProgress: line => lines.push(line) })
  const minute = { least: 60, most: 120 }
  const there = step('rootfs', 1)
  await outputs.get(there)
  const etcd: Step = { ...step('etcd', 1), usually: minute, alone: true }
  const kubernetes: Step = { ...step('kubernetes', 1), usually: minute, alone: true }
  const node = { ...step('node', 1, there, etcd, kubernetes), usually: minute }
  expect((await outputs.lookAhead(node)).map(({ name }) => name)).toEqual(['node', 'etcd', 'kubernetes'])
  await outputs.get(node)
  // Which of the two is first, nobody has said.
  const told = lines.filter(line => line.includes('usually')).slice(1)
  expect(told.map(line => line.replace(/^(etcd|kubernetes):/, 'either:'))).toEqual([
    'either: usually 1 to 2 minutes; with what comes after it 3 to 6 minutes more',
    'either: usually 1 to 2 minutes; with what comes after it 2 to 4 minutes more',
    'node: usually 1 to 2 minutes',
  ])
})

test('an abort ends the build with its reason', async () => {
  const stop = new AbortController()
  const outputs = new Outputs(root, { signal: stop.signal })
  const rootfs = { ...step('rootfs', 1), make: async () => stop.abort(new Error('interrupted')) }
  await expect(outputs.get(step('node', 1, rootfs))).rejects.toThrow('interrupted')
  expect(made).toEqual([])
})
