import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { systemClock } from '../../util/clock.ts'

/** A program that does nothing, as fast as it can. */
const LOOP = ['sh', '-c', 'while :; do :; done'] as const

/**
 * Busy loops that count as a pod's own: whoever asks the kernel what the pod's processes use finds them among these. They have the marker of the run in their
 * environment, so they end with it however it ends.
 */
export class BusyLoops {
  readonly #running = new Map<string, ChildProcess[]>()

  /** Ids of the loops of a pod that run now. */
  of(pod: string): readonly number[] {
    return (this.#running.get(pod) ?? []).flatMap(child => child.pid ?? [])
  }

  /** Runs so many loops in the name of each of these pods for so many milliseconds. Returns when they have ended. */
  async run(pods: readonly string[], loops: number, ms: number): Promise<void> {
    for (const pod of pods) this.#running.set(pod, Array.from({ length: loops }, start))
    const all = pods.flatMap(pod => this.#running.get(pod)!)
    try {
      await systemClock.sleep(ms)
    } finally {
      const ended = all.filter(isRunning).map(child => once(child, 'exit'))
      for (const child of all) child.kill('SIGKILL')
      await Promise.all(ended)
      for (const pod of pods) this.#running.delete(pod)
    }
  }
}

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null

function start(): ChildProcess {
  const child = spawn(LOOP[0], LOOP.slice(1), { stdio: 'ignore' })
  // A loop that can not be started uses nothing, and whoever asks for its effect sees that.
  child.on('error', () => {})
  return child
}
