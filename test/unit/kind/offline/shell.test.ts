import { expect, test } from 'vitest'
import { markedProcesses } from '../../../../harness/cluster/process/marker.ts'
import { systemClock } from '../../../../harness/util/clock.ts'
import { shell } from '../../../../kind/offline/shell.ts'

test('a failing part of a pipe fails the whole, and what was said comes with it', async () => {
  const thrown = await shell({})`echo out; { echo err >&2; exit 3; } | cat`.catch((it: unknown) => it)
  expect(thrown).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
})

test('an abort ends everything that was started, whether it listens or not', async () => {
  const stop = new AbortController()
  const env = { ...process.env, SHELL_TEST: 'deaf' }
  const begun = systemClock.now()
  const running = shell({
    signal: stop.signal,
    env,
  })`trap '' TERM; (trap '' TERM; sleep 60) & echo ready; sleep 60; wait`
  running.stdout.once('data', () => stop.abort())
  await expect(running).rejects.toMatchObject({ signal: 'SIGKILL' })
  expect([systemClock.now() - begun < 5000, (await markedProcesses('SHELL_TEST')).get('deaf')]).toEqual([
    true,
    undefined,
  ])
})
