import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { prepareMachine, restoreMachine } from '../../harness/cluster/kind/engine-traces.ts'

const PANIC = '/proc/sys/kernel/panic'
const panic = async () => (await readFile(PANIC, 'utf8')).trim()

const hierarchies = async () => {
  const names = await readdir('/sys/fs/cgroup')
  return names.includes('cgroup.controllers') ? ['/sys/fs/cgroup'] : names.map(name => join('/sys/fs/cgroup', name))
}

/** What an engine leaves when it is killed: a note and cgroups. */
async function engine(name: string) {
  const it = { run: name, dataRoot: `/nowhere/${name}`, cgroup: `/mimir-gauntlet-traces-${name}` }
  await prepareMachine(it)
  for (const hierarchy of await hierarchies()) await mkdir(join(hierarchy, it.cgroup, 'container'), { recursive: true })
  return it
}

const cgroupsLeft = async () => {
  const names = await Promise.all((await hierarchies()).map(it => readdir(it)))
  return names.flat().filter(name => name.startsWith('mimir-gauntlet-traces-')).length
}

test('the last of several engines puts the settings back, as they were before the first', async () => {
  const before = await panic()
  const [first, second] = [await engine('first'), await engine('second')]
  await writeFile(PANIC, '77')
  const third = await engine('third')
  const others = async (dataRoot: string) => dataRoot !== second.dataRoot

  // The second was killed, the third runs still.
  const told = await restoreMachine(first.dataRoot, others)
  expect(told.map(line => line.replace(/\d+/, 'N'))).toEqual(['N cgroups removed'])
  expect([await panic(), await cgroupsLeft()]).toEqual(['77', (await hierarchies()).length])

  const last = await restoreMachine(third.dataRoot, others)
  expect(last.filter(line => line.startsWith('kernel/'))).toEqual([`kernel/panic is ${before} again`])
  expect([await panic(), await cgroupsLeft(), await restoreMachine(second.dataRoot, others)]).toEqual([before, 0, []])
})
