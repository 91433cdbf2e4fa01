import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Observer } from '../../../harness/observer/observer.ts'
import type { Deployment } from '../../../harness/scenario/deployment.ts'
import { finishRun } from '../../../harness/scenario/finish-run.ts'
import { StepRunner } from '../../../harness/scenario/step-runner.ts'
import type { Subject } from '../../../harness/scenario/subject.ts'
import { runOf } from '../checks/histories.ts'

/** Ends a run whose parts only say that it was their turn, those that are named fail; how it ended, and who had a turn. */
async function finished(...failing: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-finish-'))
  await mkdir(join(folder, 'config'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const turns: string[] = []
  const turn = async (name: string) => {
    turns.push(name)
    if (failing.includes(name)) throw new Error(`${name} failed`)
  }
  const recorder = { record: () => {} }
  const runner = new StepRunner(recorder, () => {}, new AbortController().signal)
  runner.watch(Promise.reject(new Error('pod ingester-0 died')))
  const client = (name: string) => ({ stop: () => turn(name) })
  const ledger = {
    stop: () => turn('ledger'),
    readBack: (step: <T>(name: string, act: () => Promise<T>) => Promise<T>) =>
      step('final read', () => turn('final read')),
  }
  const subject = {
    copied: { metrics: {}, members: {} },
    settings: { started: () => ({ mimir: 'mimir' }), of: async () => ({}) },
  } as unknown as Subject
  const ended = await finishRun({
    plan: { folder },
    subject,
    run: runOf(),
    recorder,
    runner,
    deployment: {} as Deployment<unknown>,
    observer: { queryRange: async () => turn('metrics').then(() => []) } as unknown as Observer,
    lives: () => [],
    working: {
      clients: new Map(Object.entries({ ledger, instant: client('instant'), k6: client('k6') })),
      instruments: { stop: () => {} },
    },
  }).then(
    () => 'done',
    (thrown: Error) => thrown.message,
  )
  const started = await readFile(join(folder, 'config', 'started.json'), 'utf8')
  return { ended, turns: [...new Set(turns)], started: JSON.parse(started) }
}

const all = { turns: ['k6', 'instant', 'ledger', 'final read', 'metrics'], started: { mimir: 'mimir' } }

test('after a death every part has its turn: clients stop, samples are read back, metrics and settings are kept', async () => {
  expect(await finished()).toEqual({ ended: 'done', ...all })
})

test('a part that fails takes none of the others with it, and what failed first is told', async () => {
  expect(await finished('k6', 'final read')).toEqual({ ended: 'k6 failed', ...all })
  expect(await finished('metrics')).toEqual({ ended: 'metrics failed', ...all })
})
