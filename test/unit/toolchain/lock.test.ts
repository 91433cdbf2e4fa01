import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lock } from '../../../harness/toolchain/lock.ts'
import { sandbox } from './tiny.ts'

const source = new URL('../../../harness/toolchain/lock.ts', import.meta.url)

/** Another process that takes the lock and keeps it until it is killed. */
async function holder(file: string): Promise<ChildProcess> {
  const program = `
    import { lock } from ${JSON.stringify(source.href)}
    const held = await lock(${JSON.stringify(file)}, 'tiny')
    console.log('held')
    setInterval(() => held, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

test('a second lock waits for the first, in the same process too', async () => {
  await using box = await sandbox()
  const file = join(box.folder, 'a', '.lock')
  const story: string[] = []
  const first = await lock(file, 'tiny')
  const second = lock(file, 'tiny 1.2.3', { onProgress: line => story.push(line) }).then(held => {
    story.push('second holds')
    held[Symbol.dispose]()
  })
  await expect.poll(() => story.length).toBe(1)
  story.push('first lets go')
  first[Symbol.dispose]()
  await second
  expect(story).toEqual([
    'another run is fetching tiny 1.2.3: waiting for it, 0 s so far',
    'first lets go',
    'second holds',
  ])
})

test('the lock of a holder that is killed is free at once', async () => {
  await using box = await sandbox()
  const file = join(box.folder, '.lock')
  const child = await holder(file)
  const lines: string[] = []
  const waiting = lock(file, 'tiny', { onProgress: line => lines.push(line) })
  await expect.poll(() => lines.length).toBe(1)
  child.kill('SIGKILL')
  using _held = await waiting
  expect(lines).toEqual(['another run is fetching tiny: waiting for it, 0 s so far'])
})

test('who waits can be interrupted', async () => {
  await using box = await sandbox()
  const file = join(box.folder, '.lock')
  using _held = await lock(file, 'tiny')
  await expect(lock(file, 'tiny', { signal: AbortSignal.timeout(50) })).rejects.toThrow(
    'The operation was aborted due to timeout',
  )
})

test('a place that cannot be written to is for the user to mend', async () => {
  await using box = await sandbox()
  await writeFile(join(box.folder, 'file'), '')
  const refusal = await lock(join(box.folder, 'file', '.lock'), 'tiny').catch(thrown => thrown)
  expect(refusal.message.replaceAll(box.folder, '~')).toEqual(
    "cannot lock ~/file/.lock (EEXIST: file already exists, mkdir '~/file'): set XDG_CACHE_HOME to a folder on a local disk that you can write to",
  )
})
