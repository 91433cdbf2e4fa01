import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StartedProcess } from '../../../../harness/cluster/process/pod-process.ts'
import { done, notYet, until } from '../../../../harness/util/until.ts'

let folder: string
let log: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-process-'))
  log = join(folder, 'log')
})
afterAll(() => rm(folder, { recursive: true }))

const start = (script: string, env: Record<string, string> = {}) =>
  StartedProcess.start({ argv: ['/bin/sh', '-c', script], env, cwd: folder, log })

/** Waits until a program has said so in its log. */
const said = (word: string) =>
  until(async () => ((await readFile(log, 'utf8')).includes(word) ? done(undefined) : notYet('nothing')), {
    for: word,
    deadline: 5000,
    every: 10,
  })

test('a process that ends by itself was not asked to; it had its own environment and folder, and its words are in the log', async () => {
  const it = await start('echo "$WORD in $PWD"; echo trouble >&2; exit 3', { WORD: 'here' })
  expect(await it.ended).toEqual({ how: 'exit 3', asked: false })
  expect([await it.state(), it.ending, await readFile(log, 'utf8')]).toEqual([
    'gone',
    { how: 'exit 3', asked: false },
    `here in ${folder}\ntrouble\n`,
  ])
})

test('one that is killed by a stranger was not asked to end either', async () => {
  const it = await start('exec sleep 60')
  process.kill(it.pid, 'SIGKILL')
  expect(await it.ended).toEqual({ how: 'SIGKILL', asked: false })
})

test('killed by the harness it is gone when the call returns', async () => {
  const it = await start('exec sleep 60')
  expect(await it.state()).toBe('running')
  await it.kill()
  expect([await it.state(), it.ending]).toEqual(['gone', { how: 'SIGKILL', asked: true }])
})

test('stopped, it has its grace period to end in good order', async () => {
  const it = await start('trap "echo bye; exit 0" TERM; echo ready-1; while :; do sleep 0.01; done')
  await said('ready-1')
  expect(await it.stop(10_000)).toEqual({ how: 'exit 0', asked: true })
})

test('and is killed when the grace period is over', async () => {
  const it = await start('trap "" TERM; echo ready-2; while :; do sleep 0.01; done')
  await said('ready-2')
  expect(await it.stop(100)).toEqual({ how: 'SIGKILL', asked: true })
})

test('a paused process is paused by the word of the kernel, until it goes on', async () => {
  const it = await start('exec sleep 60')
  it.signal('SIGSTOP')
  await it.reaches('paused')
  expect(await it.state()).toBe('paused')
  it.signal('SIGCONT')
  await it.reaches('running')
  expect(await it.state()).toBe('running')
  await it.kill()
})

test('a program that is not there can not be started', async () => {
  const none = { argv: ['/no/such/program'], env: {}, cwd: folder, log }
  await expect(StartedProcess.start(none)).rejects.toThrow('spawn /no/such/program ENOENT')
})
