import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { StepRunner } from '../../../harness/scenario/step-runner.ts'
import type { Report } from '../../../harness/scenario/worker-messages.ts'

const never = new Promise<never>(() => {})

function setup({ signal = new AbortController().signal, death = never } = {}) {
  const events: HistoryEvent[] = []
  const reports: Report[] = []
  const runner = new StepRunner({ record: e => void events.push(e) }, r => void reports.push(r), signal)
  runner.watch(death)
  const told = () => events.map(e => (e.type === 'step' ? [e.step, e.phase, e.ref, e.detail] : e))
  return { runner, told, reports }
}

test('a step is recorded with the document it comes from, and its value is handed on', async () => {
  const { runner, told, reports } = setup()
  expect(await runner.step('kill it', async () => 7, { ref: 'the runbook' })).toBe(7)
  expect(told()).toEqual([
    ['kill it', 'begin', 'the runbook', undefined],
    ['kill it', 'done', 'the runbook', undefined],
  ])
  expect(reports).toEqual([
    { type: 'begin', step: 'kill it' },
    { type: 'end', step: 'kill it', ok: true },
  ])
})

test('a step that fails is recorded with the reason, and what follows is said to be skipped', async () => {
  const { runner, told, reports } = setup()
  const failing = runner.step('kill it', () => Promise.reject(new Error('no such pod')))
  await expect(failing).rejects.toThrow(new Error('no such pod'))
  runner.skip(['start it', 'look'], 'step "kill it" failed')
  expect(told()).toEqual([
    ['kill it', 'begin', undefined, undefined],
    ['kill it', 'failed', undefined, 'no such pod'],
    ['start it', 'skipped', undefined, 'step "kill it" failed'],
    ['look', 'skipped', undefined, 'step "kill it" failed'],
  ])
  expect(reports.at(-1)).toEqual({ type: 'end', step: 'kill it', ok: false, detail: 'no such pod' })
})

test('a step that throws before it waits for anything is no different', async () => {
  const { runner, told } = setup()
  const failing = runner.step('kill it', () => {
    throw new Error('at once')
  })
  await expect(failing).rejects.toThrow(new Error('at once'))
  expect(told().at(-1)).toEqual(['kill it', 'failed', undefined, 'at once'])
})

test('an interrupt breaks a step off, now or later', async () => {
  const user = new AbortController()
  const { runner } = setup({ signal: user.signal })
  const waiting = runner.step('wait', () => never)
  user.abort(new Error('interrupted'))
  await expect(waiting).rejects.toThrow(new Error('interrupted'))
  await expect(runner.step('wait more', () => never)).rejects.toThrow(new Error('interrupted'))
  await expect(setup({ signal: user.signal }).runner.step('wait', () => never)).rejects.toThrow(
    new Error('interrupted'),
  )
})

test('a pod that dies breaks a step off, once what the step had in progress has stopped', async () => {
  const died = Promise.withResolvers<never>()
  const { runner, told } = setup({ death: died.promise })
  let stopped = false
  const waiting = runner.step(
    'wait',
    () =>
      new Promise((_, reject) =>
        runner.stop.addEventListener('abort', () => {
          stopped = true
          reject(runner.stop.reason)
        }),
      ),
  )
  died.reject(new Error('pod ingester-0 died'))
  await expect(waiting).rejects.toThrow(new Error('pod ingester-0 died'))
  expect({ stopped, died: runner.died }).toEqual({ stopped: true, died: new Error('pod ingester-0 died') })
  expect(told().at(-1)).toEqual(['wait', 'failed', undefined, 'pod ingester-0 died'])
  await expect(runner.step('go on', async () => 1)).rejects.toThrow(new Error('pod ingester-0 died'))
})

test('what follows the steps is carried out all the same, unless the user interrupts', async () => {
  const user = new AbortController()
  const { runner } = setup({ death: Promise.reject(new Error('pod ingester-0 died')), signal: user.signal })
  await expect(runner.step('go on', async () => 1)).resolves.toBe(1)
  await expect(runner.step('go on', async () => 2)).rejects.toThrow(new Error('pod ingester-0 died'))
  expect(await runner.afterwards('read back', async () => 7)).toBe(7)
  user.abort(new Error('interrupted'))
  await expect(runner.afterwards('read back', () => never)).rejects.toThrow(new Error('interrupted'))
})
