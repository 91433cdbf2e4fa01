import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PodEvent } from '../../history/events.ts'
import type { Recorder } from '../../history/recorder.ts'
import type { PodSpec } from '../../topology/types.ts'
import { answersOk } from '../../util/answers.ts'
import { systemClock } from '../../util/clock.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { Pod, PodAddress } from '../cluster.ts'
import { callPreStop } from '../pre-stop.ts'
import { tail } from './log.ts'
import { PodDied } from './pod-died.ts'
import { type Launch, StartedProcess } from './pod-process.ts'

/** Milliseconds a pod may take to become ready: replay of its log on a busy machine included. */
const READY_DEADLINE = 60_000

/** Milliseconds that a roll-out waits for a fault to give a pod back: proofs of zones and volumes take their time. */
const HELD_DEADLINE = 180_000

/** Log lines that the word of a pod's death carries. */
const LAST_LINES = 50

export interface PodParts {
  spec: PodSpec
  address: PodAddress
  /** The pod's volume: a folder that outlives its process. */
  volume: string
  log: string
  recorder: Recorder
  /** The command line and environment as the topology wants it now. */
  launch(spec: PodSpec): Omit<Launch, 'log' | 'cwd'>
  /** Told whenever it has become ready. */
  onReady(): void
  /** Told when it ended and nobody had asked for it. */
  onDeath(death: PodDied): void
}

/** A pod of the process provider: an identity, an address and a volume, and now and then a process. */
export class ProcessPod implements Pod {
  readonly address: PodAddress
  readonly volume: string
  readonly log: string
  readonly #parts: PodParts
  #process: StartedProcess | undefined
  #paused = false
  #terminating = false
  #held = false
  #served = false
  #starting: Promise<void> | undefined
  #readiness: Promise<void> = Promise.reject(new Error('it was never started'))
  #spec: PodSpec

  constructor(parts: PodParts) {
    this.#readiness.catch(() => {})
    this.#parts = parts
    this.address = parts.address
    this.#spec = parts.spec
    this.volume = parts.volume
    this.log = parts.log
  }

  get spec(): PodSpec {
    return this.#spec
  }
  /** From its next start on it is this: another revision of the same pod. */
  become(spec: PodSpec): void {
    this.#spec = spec
  }
  get name(): string {
    return this.spec.name
  }
  get workload(): string {
    return this.spec.workload.name
  }
  get components() {
    return this.spec.workload.modules
  }
  get zone() {
    return this.spec.workload.zone
  }
  get url(): string {
    return `http://${this.address.host}:${this.address.http}`
  }
  get state(): Pod['state'] {
    const ending = this.#process?.ending
    if (!this.#process || ending || this.#terminating) return ending && !ending.asked ? 'died' : 'stopped'
    return this.#paused ? 'paused' : 'running'
  }

  /** It has been ready since it was started, and was not told to stop. */
  get serving(): boolean {
    return this.#served && (this.state === 'running' || this.state === 'paused')
  }

  /** A fault keeps it down, or hung: nobody else may start it or tell it to stop. */
  get held(): boolean {
    return this.#held
  }
  /** It has a process, or is about to. */
  get up(): boolean {
    return this.#starting !== undefined || (this.#process !== undefined && !this.#process.ending)
  }

  /** Starts the program where it does not run; returns before it is ready. While a fault keeps the pod down it waits for that to be over. */
  async start(): Promise<void> {
    if (this.#held) await this.#released()
    if (this.#process && !this.#process.ending) return
    this.#starting ??= this.#launch().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async #launch(): Promise<void> {
    await mkdir(this.volume, { recursive: true })
    await mkdir(dirname(this.log), { recursive: true })
    this.#served = false
    this.#mark('starting')
    const launched = await StartedProcess.start({
      ...this.#parts.launch(this.#spec),
      cwd: this.volume,
      log: this.log,
    })
    this.#process = launched
    this.#terminating = false
    this.#paused = false
    const over = new AbortController()
    this.#readiness = this.#becomeReady(over.signal)
    this.#readiness.catch(() => {})
    void launched.ended.then(async ({ how, asked }) => {
      if (asked) return over.abort(new Error(`pod ${this.name} was stopped before it was ready`))
      const at = systemClock.now()
      const lines = await this.lastLines(LAST_LINES)
      this.#mark('died', how, { at, lines })
      const death = new PodDied(this.name, how, lines, this.log)
      over.abort(death)
      this.#parts.onDeath(death)
    })
  }

  /**
   * Returns when the pod that was started last is ready; one that a fault kills meanwhile, when it is ready after that.
   * @throws DeadlineError with the answer that GET /ready gave instead.
   */
  async ready(): Promise<void> {
    for (;;) {
      // While it is being started, its readiness is still that of the program before.
      await this.#starting
      const readiness = this.#readiness
      try {
        return await readiness
      } catch (thrown) {
        if (!this.#held && !this.#starting && readiness === this.#readiness) throw thrown
        await this.#released()
      }
    }
  }

  #released(): Promise<void> {
    return until(() => (this.#held ? notYet('the fault still lasts') : done(undefined)), {
      for: `the fault that keeps pod ${this.name} down to be recovered, since its workload is being changed`,
      deadline: HELD_DEADLINE,
      every: 20,
    })
  }

  async #becomeReady(signal: AbortSignal): Promise<void> {
    const url = `${this.url}/ready`
    const wait = { for: `pod ${this.name} to be ready at ${url}`, deadline: READY_DEADLINE, every: 50, signal }
    await answersOk(url, { ...wait, patience: 1000 })
    this.#served = true
    this.#mark('ready')
    this.#parts.onReady()
  }

  /**
   * Pre-stop hooks, SIGTERM, and SIGKILL when the grace period is over. From the call on it counts as stopped, as a terminating pod does. One
   * that hangs hears nothing of this until its fault is over; one that is dead has stopped.
   */
  async stop(): Promise<void> {
    if (this.#starting) await this.#starting
    if (this.#paused) await this.#released()
    if (this.state !== 'running') return
    this.#terminating = true
    this.#mark('stopping')
    if (!(await this.#toldToStop())) return
    const { how } = await this.#process!.stop(this.spec.workload.gracePeriod)
    this.#mark('exited', how)
  }

  /** @returns whether it heard all pre-stop hooks; a pod that a fault kills meanwhile does not. */
  async #toldToStop(): Promise<boolean> {
    try {
      for (const hook of this.spec.workload.preStop) await callPreStop(this, hook, this.#parts.recorder)
      return true
    } catch (thrown) {
      if (this.#held) return false
      throw thrown
    }
  }

  /** From now on only `bringBack` starts it. */
  hold(): void {
    this.#held = true
  }

  /** SIGKILL, and it stays down until `bringBack`. */
  async takeDown(): Promise<void> {
    this.hold()
    await this.kill()
  }

  /** The fault is over. Starts the pod where that has a seat. */
  async bringBack(seated: boolean): Promise<void> {
    this.#held = false
    if (seated) await this.start()
  }

  async kill(): Promise<void> {
    await this.#starting?.catch(() => {})
    if (!this.#process || this.#process.ending) return
    await this.#process.kill()
    this.#mark('killed')
  }

  async pause(): Promise<void> {
    this.#process?.signal('SIGSTOP')
    await this.#process?.reaches('paused')
    this.#paused = true
    this.hold()
    this.#mark('paused')
  }

  async resume(): Promise<void> {
    if (!this.#paused || this.#process?.ending) return
    this.#process?.signal('SIGCONT')
    await this.#process?.reaches('running')
    this.#paused = false
    this.#held = false
    this.#mark('resumed')
  }

  processState(): Promise<'running' | 'paused' | 'gone'> {
    return this.#process ? this.#process.state() : Promise.resolve('gone')
  }

  /** @throws Error while the process lives: a volume in use can not be lost, only its pod with it. */
  async deleteVolume(): Promise<void> {
    if ((await this.processState()) !== 'gone')
      throw new Error(`the volume of ${this.name} is in use: kill the pod first`)
    await rm(this.volume, { recursive: true, force: true })
  }

  /** Bytes of all files on the volume. */
  async volumeSize(): Promise<number> {
    const entries = await readdir(this.volume, { recursive: true, withFileTypes: true }).catch(() => [])
    const sizes = entries
      .filter(e => e.isFile())
      .map(e =>
        stat(join(e.parentPath, e.name)).then(
          s => s.size,
          () => 0,
        ),
      )
    return (await Promise.all(sizes)).reduce((a, b) => a + b, 0)
  }

  lastLines(lines: number): Promise<string[]> {
    return tail(this.log, lines)
  }

  #mark(phase: PodEvent['phase'], detail?: string, more: Partial<Pick<PodEvent, 'at' | 'lines'>> = {}): void {
    const { name, zone } = this
    this.#parts.recorder.record({
      type: 'pod',
      pod: name,
      component: this.components.join(','),
      ...(zone && { zone }),
      phase,
      at: systemClock.now(),
      ...(detail !== undefined && { detail }),
      ...more,
    })
  }
}
