import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { Addressing } from '../../harness/cluster/process/addresses.ts'
import { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import type { Fleet, Program } from '../../harness/fleet/fleet.ts'
import type { HistoryEvent, PodEvent } from '../../harness/history/events.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { waitForHttp } from '../../harness/util/wait-for-http.ts'
import { buildTiny } from './build.ts'
import { tinyProtocol } from './protocol.ts'

/** Builds the tiny server for the tests of a file. @returns what gives its program and starts clusters of it, each for one test */
export function tinyServer() {
  let folder: string
  let program: Program
  let made = 0
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gauntlet-tiny-'))
    // Also for pods that run as somebody else.
    await chmod(folder, 0o755)
    program = { name: 'tiny', version: '1', at: { binary: await buildTiny(folder) } }
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  return {
    program: () => program,
    async running(fleetOf: (program: Program) => Fleet, addressing: Addressing = 'ip') {
      const id = `tiny-${process.pid}-${made++}`
      const place = join(folder, id)
      const events: HistoryEvent[] = []
      const cluster = await ProcessCluster.start({
        id,
        program,
        protocol: tinyProtocol,
        seed: 1,
        prometheus: process.env.PROMETHEUS_BIN!,
        addressing,
        sandbox: 'none',
        scratch: place,
        folder: place,
        env: {},
        recorder: { record: event => void events.push(event) },
      })
      onTestFinished(() => cluster[Symbol.asyncDispose]())
      await cluster.apply(fleetOf(program))
      const url = (pod: string) => cluster.pod(pod).url
      return {
        id,
        cluster,
        events,
        get: async (pod: string, path: string) => (await fetch(`${url(pod)}${path}`)).text(),
        /** @returns the status */
        post: (pod: string, path: string) =>
          fetch(`${url(pod)}${path}`, { method: 'POST' }).then(
            r => r.status,
            () => 'no answer',
          ),
        put: (pod: string, item: string) => fetch(`${url(pod)}/items/${item}`, { method: 'POST' }),
        items: async (pod: string): Promise<unknown> => (await fetch(`${url(pod)}/items/`)).json(),
        /** What happened to a pod, in order, with the detail where there is one. */
        phases: (pod: string) =>
          events
            .filter((e): e is PodEvent => e.type === 'pod' && e.pod === pod)
            .map(({ phase, detail }) => (detail === undefined ? phase : `${phase}: ${detail}`)),
      }
    },
  }
}

/** Waits until a pod says that it is ready. */
export const ready = (cluster: ProcessCluster, pod: string): Promise<void> =>
  waitForHttp(`${cluster.pod(pod).url}/ready`, { for: `${pod} to be ready`, deadline: 10_000, every: 10 })

/** Waits until something is so. */
export const becomes = (condition: () => boolean | Promise<boolean>, what: string): Promise<void> =>
  until(async () => ((await condition()) ? done(undefined) : notYet('it is not')), {
    for: what,
    deadline: 20_000,
    every: 10,
  })
