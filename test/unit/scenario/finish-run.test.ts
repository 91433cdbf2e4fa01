import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Deployment } from '../../../harness/mimir/deployment.ts'
import type { Observer } from '../../../harness/observer/observer.ts'
import { finishRun } from '../../../harness/scenario/finish-run.ts'
import { Stage } from '../../../harness/scenario/stage.ts'
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
  const stage = new Stage(recorder, () => {}, new AbortController().signal)
  stage.watch(Promise.reject(new Error('pod ingester-0 died')))
  const companion = (name: string) => ({ stop: () => turn(name) })
  const load = {
    async stop() {
      await turn('load')
      return { finalRead: async (path: string) => turn(`${path} read`).then(() => ({ chunks: 1, unread: 0 })) }
    },
  }
  const ended = await finishRun({
    plan: { folder, readStore: false },
    run: runOf(),
    recorder,
    stage,
    deployment: { started: () => ({ mimir: 'mimir' }) } as unknown as Deployment,
    observer: { queryRange: async () => turn('metrics').then(() => []) } as unknown as Observer,
    working: { load, companions: [companion('k6'), companion('witness')] },
  }).then(
    () => 'done',
    (thrown: Error) => thrown.message,
  )
  const started = await readFile(join(folder, 'config', 'started.json'), 'utf8')
  return { ended, turns: [...new Set(turns)], started: JSON.parse(started) }
}

const all = { turns: ['k6', 'witness', 'load', 'final read', 'metrics'], started: { mimir: 'mimir' } }

test('after a death every part has its turn: clients stop, samples are read back, metrics and settings are kept', async () => {
  expect(await finished()).toEqual({ ended: 'done', ...all })
})

test('a part that fails takes none of the others with it, and what failed first is told', async () => {
  expect(await finished('k6', 'final read')).toEqual({ ended: 'k6 failed', ...all })
  expect(await finished('metrics')).toEqual({ ended: 'metrics failed', ...all })
})
