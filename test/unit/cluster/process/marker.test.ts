import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { killMarked, MARKER, markedProcesses } from '../../../../harness/cluster/process/marker.ts'

const started: ChildProcess[] = []
afterEach(() => started.splice(0).forEach(child => void child.kill('SIGKILL')))

async function sleeper(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn('sleep', ['60'], { env: { ...process.env, ...env } })
  started.push(child)
  await once(child, 'spawn')
  return child
}

test('processes are found by the run in their environment', async () => {
  const marker = 'MIMIR_GAUNTLET_TEST'
  const a = await sleeper({ [marker]: 'run-a' })
  const alsoA = await sleeper({ OTHER: 'x', [marker]: 'run-a' })
  const b = await sleeper({ [marker]: 'run-b' })
  await sleeper({ [`${marker}_OTHER`]: 'run-c', [`NOT_${marker}`]: 'run-d' })
  const found = await markedProcesses(marker)
  expect(new Map([...found].map(([run, pids]) => [run, new Set(pids)]))).toEqual(
    new Map([
      ['run-a', new Set([a.pid, alsoA.pid])],
      ['run-b', new Set([b.pid])],
    ]),
  )
})

test('one run is killed, and nothing else; processes that it goes on starting too', async () => {
  const run = `test-${process.pid}`
  const other = await sleeper({ [MARKER]: `${run}-other` })
  const forking = spawn('sh', ['-c', 'while :; do sleep 60 & sleep 0.01; done'], {
    env: { ...process.env, [MARKER]: run },
    stdio: 'ignore',
  })
  started.push(forking)
  await once(forking, 'spawn')
  expect(await killMarked(run)).toBeGreaterThan(0)
  const left = await markedProcesses()
  expect([left.get(run), left.get(`${run}-other`)]).toEqual([undefined, [other.pid]])
})

test('nothing to kill is no error', async () => {
  expect(await killMarked('no-such-run')).toBe(0)
})
