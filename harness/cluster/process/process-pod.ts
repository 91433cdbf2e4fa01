import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { PodSpec, Probe } from '../../fleet/fleet.ts'
import type { PodEvent } from '../../history/events.ts'
import { systemClock } from '../../util/clock.ts'
import { done, notYet, until } from '../../util/until.ts'
import { waitForHttp } from '../../util/wait-for-http.ts'
import type { Pod, PodAddress } from '../cluster.ts'
import { callOwnHooks, callPreStop } from '../pre-stop.ts'
import { BackOff } from './back-off.ts'
import { livesOn, ProbeFailed, startsUp } from './health-probe.ts'
import { tail } from './log.ts'
import { watchMemory } from './memory.ts'
import { PodDied } from './pod-died.ts'
import type { Launched, PodParts } from './pod-parts.ts'
import { StartedProcess } from './pod-process.ts'
import { sizeOf } from './volume.ts'

/** Milliseconds a pod may take to become ready: replay of its log on a busy machine included. */
const READY_DEADLINE = 60_000

/** Milliseconds that a roll-out waits for a fault to give a pod back: proofs of zones and volumes take their time. */
const HELD_DEADLINE = 180_000

/** Milliseconds that a container with a grace period has at least to end, whatever its hooks took (pkg/kubelet/kuberuntime: minimumGracePeriodInSeconds). */
const LEAST_GRACE = 2000

/** Log lines that the word of a pod's death carries. */
const LAST_LINES = 50

/** What a pod is at a moment. `ready` says whether it has been so since it was started. */
type State =
  /** No process: never started, stopped, or killed. */
  | { is: 'down' }
  /** Its process ended, and nobody had asked for it. */
  | { is: 'died' }
  | { is: 'starting'; started: Promise<void> }
  | { is: 'running'; process: StartedProcess; ready: boolean }
  | { is: 'paused'; process: StartedProcess; ready: boolean }
  /** A probe failed, and it is being stopped to be started again. */
  | { is: 'failed'; process: StartedProcess; ready: boolean; why: string }
  /** Told to stop. */
  | { is: 'terminating'; process: StartedProcess }

/** A pod of the process provider: an identity, an address and a volume, and now and then a process. */
export class ProcessPod implements Pod {
  readonly address: PodAddress
  readonly volume: string
  readonly log: string
  readonly #parts: PodParts
  #state: State = { is: 'down' }
  /** Whether a fault keeps it as it is. */
  #held = false
  readonly #backOff = new BackOff()
  /** It died, as it may, and is about to be started again. */
  #returning: Promise<void> | undefined
  /** Fires when a pod that died is not to be started again any more. */
  #givenUp = new AbortController()
  /** Of the program that was started last. */
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
    return this.spec.workload.template.components
  }
  get zone() {
    return this.spec.workload.zone
  }
  get url(): string {
    return `http://${this.address.host}:${this.address.ports.http}`
  }
  get instance(): string | undefined {
    return 'process' in this.#state ? String(this.#state.process.pid) : undefined
  }
  get processes(): readonly number[] {
    return this.#parts.busy?.of(this.name) ?? []
  }
  get state(): Pod['state'] {
    const { is } = this.#state
    if (is === 'failed') return 'running'
    return is === 'running' || is === 'paused' || is === 'died' ? is : 'stopped'
  }

  /** It has been ready since it was started, and was not told to stop. */
  get serving(): boolean {
    return 'ready' in this.#state && this.#state.ready
  }

  /** A fault keeps it down, or hung: nobody else may start it or tell it to stop. */
  get gated(): boolean {
    return this.#held
  }

  /** It has a process, or is about to. */
  get up(): boolean {
    return this.#state.is === 'starting' || 'process' in this.#state
  }

  /** Starts the program where it does not run; returns before it is ready. While a fault keeps the pod down it waits for that to be over. */
  async start(): Promise<void> {
    if (this.#held) await this.#released()
    if (this.#state.is === 'starting') return this.#state.started
    if ('process' in this.#state) return
    const started = this.#launch()
    this.#state = { is: 'starting', started }
    return started
  }

  async #launch(): Promise<void> {
    try {
      await mkdir(dirname(this.log), { recursive: true })
      this.#mark('starting')
      const { argv, env, over } = await this.#parts.launch(this.#spec)
      const outOfMemory = await watchMemory(this.log, this.#spec.workload.template.limits?.memory !== undefined)
      const process = await StartedProcess.start({ argv, env, cwd: this.volume, log: this.log })
      this.#state = { is: 'running', process, ready: false }
      this.#givenUp = new AbortController()
      this.#follow(process, over, outOfMemory)
    } catch (thrown) {
      this.#state = { is: 'down' }
      throw thrown
    }
  }

  /** Notes when a started program is ready, and when it ends. @param outOfMemory tells by how it ended whether it was for want of memory */
  #follow(
    process: StartedProcess,
    ofKernel: Launched['over'],
    outOfMemory: Awaited<ReturnType<typeof watchMemory>>,
  ): void {
    const begin = systemClock.now()
    const over = new AbortController()
    this.#readiness = this.#becomeReady(process, over.signal)
    this.#readiness.catch(() => {})
    void process.ended.then(async ({ how, asked }) => {
      const failure = this.#state.is === 'failed' && !this.#givenUp.signal.aborted ? this.#state.why : undefined
      const meant = asked && failure === undefined
      this.#state = { is: meant ? 'down' : 'died' }
      if (meant) over.abort(new Error(`pod ${this.name} was stopped before it was ready`))
      const at = systemClock.now()
      const allowedBy = this.#parts.allowedBy()
      // A group that is still there is removed, or complained of, when the run puts everything away.
      const word = await ofKernel().catch(() => undefined)
      if (meant) return
      const why = failure ?? word ?? how
      const [lines, memory] = await Promise.all([this.lastLines(LAST_LINES), outOfMemory(how, word !== undefined)])
      this.#mark('died', why, { at, lines, ...(memory && { outOfMemory: memory }), ...(allowedBy && { allowedBy }) })
      const death = new PodDied(this.name, why, lines, this.log)
      const again =
        this.#spec.workload.template.restartPolicy === 'always' ? this.#startAgain(at - begin) : Promise.resolve()
      if (allowedBy)
        this.#returning = again.finally(() => {
          this.#returning = undefined
        })
      over.abort(death)
      this.#parts.onDeath(allowedBy ? undefined : death)
    })
  }

  /** Starts a pod that died by itself when its back-off is over, unless somebody else has done something with it. */
  async #startAgain(ran: number): Promise<void> {
    const { signal } = this.#givenUp
    await systemClock.sleep(this.#backOff.next(ran), signal).catch(() => {})
    if (!signal.aborted && this.#state.is === 'died' && !this.#held) await this.start().catch(() => {})
  }

  /**
   * Returns when the pod that was started last is ready; one that a fault kills meanwhile, or that dies as it may, when it is ready after that.
   * @throws DeadlineError with the answer that its readiness probe gave instead.
   */
  async ready(): Promise<void> {
    for (;;) {
      // While it is being started, its readiness is still that of the program before.
      await this.#started()
      const readiness = this.#readiness
      try {
        return await readiness
      } catch (thrown) {
        if (this.#returning) await this.#returning
        else if (!this.#held && this.#state.is !== 'starting' && readiness === this.#readiness) throw thrown
        await this.#released()
      }
    }
  }

  /** Waits until a start that is under way has come to its end. */
  async #started(): Promise<void> {
    if (this.#state.is === 'starting') await this.#state.started
  }

  #released(): Promise<void> {
    return until(() => (this.#held ? notYet('the fault still lasts') : done(undefined)), {
      for: `the fault that keeps pod ${this.name} down to be recovered, since its workload is being changed`,
      deadline: HELD_DEADLINE,
      every: 20,
    })
  }

  /** Asks the probes in their order. That for liveness is asked until the signal fires. */
  async #becomeReady(process: StartedProcess, signal: AbortSignal): Promise<void> {
    const { startup, liveness, readiness } = this.spec.workload.template
    const fail = (why: string) => void this.#fail(process, why)
    if (startup) await startsUp(this.#urlOf(startup), startup, signal).catch(failing(fail))
    if (liveness)
      livesOn(this.#urlOf(liveness), liveness, signal)
        .catch(failing(fail))
        .catch(() => {})
    const url = this.url + readiness.path
    const wait = { for: `pod ${this.name} to be ready at ${url}`, deadline: READY_DEADLINE, every: 50, signal }
    await waitForHttp(url, { ...wait, patience: 1000 })
    // The answer may be that of the program which was started after this one.
    signal.throwIfAborted()
    if ('ready' in this.#state && this.#state.process === process) this.#state = { ...this.#state, ready: true }
    this.#mark('ready')
    this.#parts.onReady()
  }

  #urlOf({ port, path }: Probe): string {
    return `http://${this.address.host}:${this.address.ports[port]}${path}`
  }

  /**
   * What the kubelet does with a container whose probe has failed: pre-stop hooks and SIGTERM within the grace period, and SIGKILL. That is no matter of
   * whether a fault makes it hang.
   */
  async #fail(process: StartedProcess, why: string): Promise<void> {
    if (!('ready' in this.#state) || this.#state.process !== process) return
    if (this.#state.is === 'paused') this.#held = false
    this.#state = { is: 'failed', process, ready: this.#state.ready, why }
    const { preStop, gracePeriod } = this.spec.workload.template
    const begin = systemClock.now()
    const hooks = callOwnHooks(this, preStop, this.#parts.recorder)
    await Promise.race([hooks, process.ended, systemClock.sleep(gracePeriod)])
    await process.stop(Math.max(LEAST_GRACE, Math.ceil(gracePeriod - (systemClock.now() - begin))))
  }

  /**
   * Pre-stop hooks, SIGTERM, and SIGKILL when the grace period is over. From the call on it counts as stopped, as a terminating pod does. One
   * that hangs hears nothing of this until its fault is over; one that is dead has stopped.
   */
  async stop(): Promise<void> {
    await this.#started()
    if (this.#state.is === 'paused') await this.#released()
    this.#givenUp.abort()
    if (this.#state.is !== 'running' && this.#state.is !== 'failed') return
    const { process, is } = this.#state
    this.#mark('stopping')
    if (is === 'running') {
      this.#state = { is: 'terminating', process }
      if (!(await this.#toldToStop())) return
    }
    // One whose probe failed is being stopped already.
    const { gracePeriod } = this.spec.workload.template
    const { how } = await (is === 'running' ? process.stop(gracePeriod) : process.ended)
    this.#mark('exited', how)
  }

  /** @returns whether it heard all pre-stop hooks; a pod that a fault kills meanwhile does not. */
  async #toldToStop(): Promise<boolean> {
    try {
      for (const hook of this.spec.workload.template.preStop) await callPreStop(this, hook, this.#parts.recorder)
      return true
    } catch (thrown) {
      if (this.#held) return false
      throw thrown
    }
  }

  /** From now on only `bringBack` starts it. */
  gate(): void {
    this.#held = true
  }

  /** SIGKILL, and it stays down until `bringBack`. */
  async takeDown(): Promise<void> {
    this.gate()
    await this.kill()
  }

  /** The fault is over. Starts the pod where that has a slot. */
  async bringBack(slots: boolean): Promise<void> {
    this.#held = false
    if (slots) await this.start()
  }

  async kill(): Promise<void> {
    this.#givenUp.abort()
    await this.#started().catch(() => {})
    if (!('process' in this.#state)) return
    await this.#state.process.kill()
    this.#mark('killed')
  }

  /** SIGSTOP, until `resume`. A pod that does not run stays as it is. */
  async pause(): Promise<void> {
    if (this.#state.is !== 'running') return
    const { process } = this.#state
    process.signal('SIGSTOP')
    await process.reaches('paused')
    if (this.#state.is === 'running') this.#state = { ...this.#state, is: 'paused' }
    this.gate()
    this.#mark('paused')
  }

  async resume(): Promise<void> {
    if (this.#state.is !== 'paused') return
    const { process } = this.#state
    process.signal('SIGCONT')
    await process.reaches('running')
    this.#state = { ...this.#state, is: 'running' }
    this.#held = false
    this.#mark('resumed')
  }

  processState(): Promise<'running' | 'paused' | 'gone'> {
    return 'process' in this.#state ? this.#state.process.state() : Promise.resolve('gone')
  }

  /** @throws Error while the process lives: a volume in use can not be lost, only its pod with it. */
  async deleteVolume(): Promise<void> {
    if ((await this.processState()) !== 'gone')
      throw new Error(`the volume of ${this.name} is in use: kill the pod first`)
    await rm(this.volume, { recursive: true, force: true })
  }

  /** Bytes of all files on the volume. */
  volumeSize(): Promise<number> {
    return sizeOf(this.volume)
  }

  lastLines(lines: number): Promise<string[]> {
    return tail(this.log, lines)
  }

  #mark(phase: PodEvent['phase'], detail?: string, more: Partial<Omit<PodEvent, 'type' | 'phase'>> = {}): void {
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

/** Tells of a probe that failed, and throws on. */
const failing =
  (tell: (why: string) => void) =>
  (thrown: unknown): never => {
    if (thrown instanceof ProbeFailed) tell(thrown.message)
    throw thrown
  }
