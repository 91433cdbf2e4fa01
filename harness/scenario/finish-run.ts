import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { RunningClient } from '../load/client.ts'
import { askAssertions, type Life } from '../observer/ask-assertions.ts'
import { copyMetrics } from '../observer/copied-metrics.ts'
import type { Observer } from '../observer/observer.ts'
import { systemClock } from '../util/clock.ts'
import { each } from '../util/each.ts'
import type { Deployment } from './deployment.ts'
import type { StepRunner } from './step-runner.ts'
import type { Subject } from './subject.ts'
import type { Plan } from './worker-messages.ts'

/** Everything that works on the cluster during the steps. */
export interface Working {
  /** By the name of the signal. */
  clients: ReadonlyMap<string, RunningClient>
  /** What watches the harness itself and its machine. */
  instruments: { stop(): void }
}

export interface Finish {
  plan: Pick<Plan, 'folder'>
  subject: Subject
  run: RunInfo
  recorder: Recorder
  runner: StepRunner
  deployment: Deployment<unknown>
  observer: Observer
  /** Undefined where there was no load. */
  working: Working | undefined
  /** Processes of pods that have ended. */
  lives: () => readonly Life[]
}

/**
 * However the steps ended: what was acked is read back, and what the observer saw is kept. One part that fails takes none of the others with it.
 * @throws what failed first, when all was tried.
 */
export async function finishRun(it: Finish): Promise<void> {
  const { plan, subject, run, recorder, deployment, observer, working, lives } = it
  const loadEnd = systemClock.now()
  await each([
    () => (working ? readBack(it, working) : Promise.resolve()),
    async () => {
      const { startedAt, loadBegin, assertions } = run
      if (!working) return
      const asked = { startedAt, loadBegin, loadEnd, now: systemClock.now(), lives: lives() }
      await askAssertions(assertions, observer, recorder, asked)
    },
    async () => {
      const started = subject.settings?.started(deployment, deployment.cluster)
      if (started) await writeFile(join(plan.folder, 'config', 'started.json'), JSON.stringify(started, undefined, 2))
    },
    () => copyMetrics(observer, recorder, { from: run.startedAt, to: systemClock.now() }, subject.copied),
  ])
}

/** What was begun last is stopped first: the ledger, which knows the truth, outlives those that depend on it. */
const readBack = ({ runner }: Finish, { clients, instruments }: Working): Promise<void> =>
  each([
    ...[...clients.values()].toReversed().map(client => () => client.stop()),
    async () => instruments.stop(),
    ...[...clients.values()].map(client => async () => client.readBack?.((name, act) => runner.afterwards(name, act))),
  ])
