import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { markedProcesses } from '../../../../harness/cluster/process/marker.ts'
import { PodGroups } from '../../../../harness/cluster/process/pod-groups.ts'
import { REAPED, reap, scratchRoot, startReaper } from '../../../../harness/cluster/process/reaper.ts'

async function sleeper(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn('sleep', ['60'], { env: { ...process.env, ...env } })
  await once(child, 'spawn')
  return child
}

const reapersOf = async (run: string) => (await markedProcesses(REAPED)).get(run) ?? []

test('a run that is finished has no process and no scratch folder any more, nor a reaper', async () => {
  const run = `finished-${process.pid}`
  const reaper = await startReaper(run)
  expect([reaper.run, reaper.scratch, existsSync(reaper.scratch)]).toEqual([run, join(scratchRoot(), run), true])
  const child = await sleeper(reaper.env)
  await writeFile(join(reaper.scratch, 'volume'), 'data')
  const ended = once(child, 'exit')
  await reaper.finish()
  expect([(await ended)[1], existsSync(reaper.scratch), await reapersOf(run)]).toEqual(['SIGKILL', false, []])
})

test('what a run left is reaped, and how many processes that were is told', async () => {
  const run = `reaped-${process.pid}`
  const scratch = join(scratchRoot(), run)
  await mkdir(scratch, { recursive: true })
  await sleeper({ MIMIR_GAUNTLET_RUN: run })
  expect([await reap(run, scratch), existsSync(scratch)]).toEqual([1, false])
  expect(await reap(run, scratch)).toBe(0)
})

test('control groups of a run are removed, also when a process was still in them', async context => {
  const run = `grouped-${process.pid}`
  const scratch = join(scratchRoot(), run)
  const groups = await PodGroups.open(run, join(scratch, 'places', 'vm'))
  if (groups.lackOf('cpu')) context.skip(groups.lackOf('cpu')!.why)
  const { enter } = await groups.group('store-0', { cpu: 0.5, memory: 2 ** 26 })
  const [file, ...args] = enter(['sleep', '60'])
  const child = spawn(file!, args, { env: { ...process.env, MIMIR_GAUNTLET_RUN: run } })
  const groupsOfChild = () => readFile(`/proc/${child.pid}/cgroup`, 'utf8')
  await expect.poll(groupsOfChild).toContain(`mimir-gauntlet-${run}/store-0.0`)
  expect(await reap(run, scratch)).toBe(1)
  const left = (await readdir('/sys/fs/cgroup', { recursive: true })).filter(path => path.includes(run))
  expect([left, existsSync(scratch)]).toEqual([[], false])
})
