import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { command } from '../../../harness/util/command.ts'

test('exit code and output, whatever they are', async () => {
  expect(await command('sh', ['-c', 'echo out; echo err >&2; exit 3'])).toEqual({
    code: 3,
    stdout: 'out\n',
    stderr: 'err\n',
    timedOut: false,
  })
})

test('a signal leaves no exit code', async () => {
  expect(await command('sh', ['-c', 'kill -KILL $$'])).toEqual({ code: null, stdout: '', stderr: '', timedOut: false })
})

test('a time-out kills the children too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'command-'))
  const child = `(while :; do mktemp -p ${folder}; sleep 0.02; done)`
  const ended = await command('sh', ['-c', `${child} >/dev/null & wait`], { timeout: 200 })
  expect(ended).toEqual({ code: null, stdout: '', stderr: '', timedOut: true })
  const before = await readdir(folder)
  await new Promise(resolve => setTimeout(resolve, 100))
  expect({ ran: before.length > 0, after: await readdir(folder) }).toEqual({ ran: true, after: before })
  await rm(folder, { recursive: true })
})

test('an abort rejects with its reason', async () => {
  await expect(command('sleep', ['60'], { signal: AbortSignal.timeout(50) })).rejects.toThrow(
    'The operation was aborted due to timeout',
  )
  await expect(command('sleep', ['60'], { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
})

test('endless output is cut to its end', async () => {
  const { stdout } = await command('sh', ['-c', 'yes | head -c 1000000; echo the end'])
  expect({ length: stdout.length, end: stdout.slice(-8) }).toEqual({ length: 64 * 1024, end: 'the end\n' })
})

test('a program that is not there', async () => {
  await expect(command('/no/such/program', [])).rejects.toThrow('spawn /no/such/program ENOENT')
})
