import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { kernelKills, ranOutOf, watchMemory } from '../../../../harness/cluster/process/memory.ts'

const ended = { how: 'exit 2', limited: true, endedByLimit: false, said: true, kernelKilled: false }

test.each([
  ['its own limit, and it said so', {}, 'limit'],
  ['it said so, and has no limit: the machine had none', { limited: false }, 'machine'],
  [
    'its control group, which the kernel counts, too',
    { how: 'SIGKILL', endedByLimit: true, said: false, kernelKilled: true },
    'limit',
  ],
  ['the kernel killed it', { how: 'SIGKILL', said: false, kernelKilled: true }, 'machine'],
  ['somebody killed it', { how: 'SIGKILL', said: false }, undefined],
  ['it crashed while the kernel killed another one', { said: false, kernelKilled: true }, undefined],
  ['it crashed', { said: false }, undefined],
])('%s', (_, different, of) => {
  expect(ranOutOf({ ...ended, ...different })).toBe(of)
})

const GOROUTINES = 'goroutine 1 [running]:\n'.repeat(2000)

test.each([
  ['fatal error: runtime: out of memory', 'limit'],
  ['fatal error: runtime: cannot allocate memory', 'limit'],
  ['runtime: out of memory: cannot allocate 4194304-byte block (192937984 in use)', 'limit'],
  ['level=warn msg="the last pod said fatal error: out of memory"', undefined],
  ['panic: oops', undefined],
])('the log is looked at from the start of the process on, however long it goes on: %s', async (line, of) => {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-memory-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const log = join(folder, 'log')
  await writeFile(log, 'fatal error: out of memory\n')
  const outOfMemory = await watchMemory(log, true)
  await appendFile(log, `ready\n${line}\n${GOROUTINES}`)
  expect(await outOfMemory('exit 2', false)).toBe(of)
})

test("the kernel's own count, where it has one", () => {
  expect([kernelKills(() => 'pgfault 7\noom_kill 3\noom_kill_x 9\n'), kernelKills(() => 'pgfault 7\n')]).toEqual([3, 0])
  const none = () => {
    throw new Error('no such file')
  }
  expect(kernelKills(none)).toBe(0)
})
