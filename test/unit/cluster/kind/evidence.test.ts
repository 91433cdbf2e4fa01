import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { saveLastLog, saveLog } from '../../../../harness/cluster/kind/evidence.ts'
import type { LogOptions } from '../../../../harness/cluster/kind/kubernetes.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mg-evidence-'))
})
afterEach(() => rm(folder, { recursive: true }))

const never = () => Promise.reject(new Error('not found'))

/** A pod that has said one thing when it is told to stop, and says another before it is gone. */
const stopping = {
  log: (_pod: string, { previous, follow }: LogOptions = {}) =>
    previous ? never() : Promise.resolve(follow ? 'serving\nleaving the ring\n' : 'serving\n'),
}

/** Every log in the run's folder, with its text. */
async function logs(): Promise<Record<string, string>> {
  const names = await readdir(join(folder, 'pods'))
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name, await readFile(join(folder, 'pods', name), 'utf8')])),
  )
}

test('a log of a container that was restarted is two: of its life before and of now', async () => {
  const restarted = {
    log: (_pod: string, { previous }: LogOptions = {}) => Promise.resolve(previous ? 'panic\n' : 'serving\n'),
  }
  await saveLog(restarted, 'ruler-0', folder)
  expect(await logs()).toEqual({ 'ruler-0.log': 'serving\n', 'ruler-0.before-restart.log': 'panic\n' })
})

test('the log of a pod that was told to stop holds what it said while it stopped', async () => {
  await saveLastLog(stopping, 'ruler-0', folder, '.stopped')
  expect(await logs()).toEqual({ 'ruler-0.stopped.log': 'serving\nleaving the ring\n' })
})

test('when it is cut short, what it had said before is kept', async () => {
  const cut = {
    log: (pod: string, options: LogOptions = {}) => (options.follow ? never() : stopping.log(pod, options)),
  }
  await saveLastLog(cut, 'ruler-0', folder, '.stopped-2')
  expect(await logs()).toEqual({ 'ruler-0.stopped-2.log': 'serving\n' })
})
