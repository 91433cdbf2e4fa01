import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Recorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run.ts'
import type { RunningCompanion } from '../load/companion.ts'
import type { Load } from '../load/load.ts'
import { RULE_GROUP } from '../load/rules.ts'
import type { Deployment } from '../mimir/deployment.ts'
import { readStore } from '../mimir/store-read.ts'
import { copyMetrics } from '../observer/metrics.ts'
import type { Observer } from '../observer/observer.ts'
import { systemClock } from '../util/clock.ts'
import type { Plan } from './messages.ts'
import type { Stage } from './stage.ts'

/** Everything that works on the cluster during the steps. */
export interface Working {
  load: Load
  companions: readonly RunningCompanion[]
}

export interface Finish {
  plan: Pick<Plan, 'folder' | 'readStore'>
  run: RunInfo
  recorder: Recorder
  stage: Stage
  deployment: Deployment
  observer: Observer
  /** Undefined where there was no load. */
  working: Working | undefined
}

/**
 * However the steps ended: what was acked is read back, and what the observer saw is kept. One part that fails takes none of the others with it.
 * @throws what failed first, when all was tried.
 */
export async function finishRun(it: Finish): Promise<void> {
  const { plan, run, recorder, deployment, observer, working } = it
  await each([
    () => (working ? readBack(it, working) : Promise.resolve()),
    async () => {
      const started = deployment.started()
      if (started) await writeFile(join(plan.folder, 'config', 'started.json'), JSON.stringify(started, undefined, 2))
    },
    () => copyMetrics(observer, recorder, { from: run.startedAt, to: systemClock.now() }, RULE_GROUP),
  ])
}

async function readBack({ plan, run, stage, deployment, observer }: Finish, working: Working): Promise<void> {
  await each([
    () => each(working.companions.map(c => () => c.stop())),
    async () => {
      const stopped = await working.load.stop()
      await each([
        () => stage.afterwards('read back every sample', () => stopped.finalRead('final')),
        () =>
          plan.readStore ? readStore(deployment, observer, stopped, run.dataset.tenants, stage) : Promise.resolve(),
      ])
    },
  ])
}

/** Does all of them, one after the other, also where one fails. @throws what failed first. */
async function each(acts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const act of acts) await act().catch((thrown: unknown) => failures.push(thrown))
  if (failures.length > 0) throw failures[0]
}
