import type { Cluster } from '../cluster/cluster.ts'
import { type Inner, openInner } from '../cluster/relay.ts'
import { reason } from '../util/errors.ts'
import { parsePause, pausesAt } from './pause-point.ts'
import type { StepRunner } from './step-runner.ts'
import type { Report } from './worker-messages.ts'

/** What can be reached while the operation pauses, and what to ask it first. */
interface Reachable extends Inner {
  name: string
  path: string
}

interface PauseOptions {
  /** As the command line has it. */
  wanted: string | undefined
  /** Names of the scenario's steps. */
  steps: readonly string[]
  cluster: Cluster
  scratch: string
  report: (report: Report) => void
  /** Resolves when whoever has asked for the pause lets the operation go on. */
  goOn: () => Promise<void>
}

/** Stops an operation where the command line wants it, with load and pods as they are. */
export class Pauses {
  readonly #options: PauseOptions
  /** What is printed in a pause leads somewhere until the run ends. */
  #inner: Promise<void> | undefined

  constructor(options: PauseOptions) {
    this.#options = options
  }

  /** A pause at a boundary of a step is a step itself: it is recorded, and a death ends it. */
  async at(when: 'before' | 'after', i: number, runner: StepRunner): Promise<void> {
    const { wanted, steps } = this.#options
    if (!pausesAt(wanted, steps, when, i)) return
    await runner.step(`pause ${when} "${steps[i]}"`, () => this.#pause(`${when} "${steps[i]}"`))
  }

  /** The steps can not go on: a gate, an expectation, a death, or a fault without proof. What is there is kept until somebody has looked. */
  async onRed(why: unknown, runner: StepRunner): Promise<void> {
    const { wanted } = this.#options
    if (wanted === undefined || parsePause(wanted).when !== 'on-red') return
    await runner.afterwards('pause on red', () => this.#pause(`on red: ${reason(why)}`))
  }

  async #pause(where: string): Promise<void> {
    const { cluster, scratch, report, goOn } = this.#options
    const [route] = Object.values(cluster.fleet.routes)
    const reachable: Reachable[] = [
      { name: 'gateway', ...innerOf(cluster.gateway), path: route?.paths[0] ?? '/' },
      { name: 'observer', ...innerOf(cluster.prometheus), path: '/api/v1/query?query=up' },
      ...cluster
        .pods()
        .filter(pod => pod.state === 'running')
        .map(pod => ({ name: pod.name, ...innerOf(pod.url), path: '/metrics' })),
    ]
    this.#inner ??= openInner(scratch)
    await this.#inner
    report({ type: 'paused', where, reachable })
    await goOn()
  }
}

function innerOf(url: string): Inner {
  const { hostname: host, port } = new URL(url)
  return { host, port: Number(port) }
}
