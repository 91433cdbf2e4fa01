import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { pods } from '../../harness/checks/pods.ts'
import { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import type { PodTemplate, Program } from '../../harness/fleet/fleet.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { mayLose } from '../../harness/scenario/may-die.ts'
import { StepRunner } from '../../harness/scenario/step-runner.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { buildTiny } from '../tiny/build.ts'
import { tinyFleet } from '../tiny/fleet.ts'
import { tinyProtocol } from '../tiny/protocol.ts'
import { runOf } from '../unit/checks/histories.ts'

/** What happens when a pod gets no more memory, and what the verdict is, with a tiny server that eats as much as it is told to. */
const VICTIM = 'store-zone-a-0'
/** Where there are no control groups, Go ends by itself (exit 2). It does not always come to say so: it may fail where it wanted memory for its own book-keeping. */
const BY_LIMIT = ' by its memory limit'
const LIMITED = { limits: { memory: 192 * 2 ** 20 } }

let folder: string
let program: Program

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-memory-'))
  program = { name: 'tiny', version: '1', at: { binary: await buildTiny(folder) } }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A cluster under load, so to say: its verdict is what a run's would be. */
async function running(different: Partial<PodTemplate>) {
  const place = await mkdtemp(join(folder, 'cluster-'))
  const events: HistoryEvent[] = []
  const recorder = { record: (event: HistoryEvent) => void events.push(event) }
  const epoch = Math.ceil(systemClock.now())
  const cluster = await ProcessCluster.start({
    program,
    protocol: tinyProtocol,
    seed: 1,
    prometheus: process.env.PROMETHEUS_BIN!,
    addressing: 'ip',
    sandbox: 'none',
    id: basename(place),
    scratch: place,
    folder: place,
    env: {},
    recorder,
  })
  onTestFinished(() => cluster[Symbol.asyncDispose]())
  await cluster.apply(tinyFleet(program, different))
  const stage = new StepRunner(recorder, () => {}, new AbortController().signal)
  stage.watch(cluster.death)
  const step = (mayDie: readonly string[], act: () => Promise<void>) =>
    stage.step('fill its memory', () => mayLose(cluster, mayDie, act), { mayDie })
  const finding = () => pods(runOf({ dataset: { ...runOf().dataset, epoch } }), events)
  return { cluster, events, step, finding, stop: stage.stop }
}

/** Makes the victim use more memory than it may have, and waits until it is gone. */
async function overeat({ cluster, events }: Awaited<ReturnType<typeof running>>): Promise<void> {
  await fetch(`${cluster.pod(VICTIM).url}/eat/512`, { method: 'POST' }).catch(() => {})
  await until(() => (events.some(e => e.type === 'pod' && e.phase === 'died') ? done(undefined) : notYet('it lives')), {
    for: `${VICTIM} to die`,
    deadline: 10_000,
    every: 10,
  })
}

const phasesOf = (events: readonly HistoryEvent[]) =>
  events.flatMap(e => (e.type === 'pod' && e.pod === VICTIM ? [e.phase] : []))

test('by its own limit, in a step that does not allow it: invalid, and the step ends', async () => {
  const it = await running(LIMITED)
  const step = it.step([], async () => {
    await overeat(it)
    await systemClock.sleep(10_000, it.stop)
  })
  await expect(step).rejects.toThrow(/^pod store-zone-a-0 died \((OOMKilled|exit 2)\)/)
  const { verdict, evidence } = it.finding()
  expect([
    verdict,
    evidence.map(e =>
      e.text
        .replace(BY_LIMIT, '')
        .replace(/\d\d:[\d:.]+/, 'noon')
        .replace(/exit 2$/, 'OOMKilled'),
    ),
  ]).toEqual(['invalid', ['store-zone-a-0 (store, zone-a) died at noon, during step "fill its memory": OOMKilled']])
}, 60_000)

test('by its own limit, in a step that may lose it: the step goes on, and the pod comes back', async () => {
  const it = await running(LIMITED)
  await it.step([VICTIM], async () => {
    await overeat(it)
    await until(() => (it.cluster.pod(VICTIM).state === 'running' ? done(undefined) : notYet('it does not run')), {
      for: 'it to run again',
      deadline: 10_000,
      every: 10,
    })
    await it.cluster.apply(tinyFleet(program, { ...LIMITED, gracePeriod: 4000 }))
  })
  expect(it.finding()).toMatchObject({
    verdict: 'valid',
    summary: '0 of 4 pods died unasked, 0 of a fault; 1 death that a step allows',
  })
  expect(phasesOf(it.events).slice(0, 4)).toEqual(['starting', 'ready', 'died', 'starting'])
}, 60_000)

test('what its restart policy says holds for it: it stays away', async () => {
  const it = await running({ ...LIMITED, restartPolicy: 'never' })
  await it.step([VICTIM], () => overeat(it))
  expect([it.cluster.pod(VICTIM).state, it.finding().verdict, phasesOf(it.events)]).toEqual([
    'died',
    'valid',
    ['starting', 'ready', 'died'],
  ])
}, 60_000)

test('a pod that may die and does not is told of', async () => {
  const it = await running(LIMITED)
  await it.step([VICTIM], async () => {})
  expect(it.finding()).toMatchObject({
    verdict: 'valid',
    summary: '0 of 3 pods died unasked, 0 of a fault; "fill its memory" might have lost store-zone-a-0, and did not',
  })
}, 60_000)
