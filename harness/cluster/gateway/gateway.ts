import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Recorder } from '../../history/recorder.ts'
import { systemClock } from '../../util/clock.ts'
import { UsageError } from '../../util/errors.ts'
import { sibling } from '../../util/sibling.ts'
import type { Defect } from '../cluster.ts'
import type { Command, Hit, Order, Report, ServedRoutes } from './gateway-messages.ts'
import type { Protocol } from './protocol.ts'

export interface GatewayOptions {
  /** Where to listen. */
  host: string
  /** 0 for any free one. */
  port: number
  protocol: Protocol
  /** Decides which backend answers a request, and what a defect by chance strikes. */
  seed: number
  /** Learns of every hit of a defect. */
  recorder: Recorder
  /** Environment for the process, over that of the harness. */
  env?: Readonly<Record<string, string>>
}

const script = sibling(import.meta.url, './gateway-process')

/**
 * The one address that clients use: a reverse proxy in a process of its own, so that neither a busy harness nor an injected defect bends what
 * the other measures. It ends when the harness does.
 */
export class Gateway {
  /** `http://127.0.0.1:8080` */
  readonly url: string
  readonly pid: number
  /** Rejects when the gateway ends and nobody told it to; never resolves. */
  readonly death: Promise<never>
  readonly #process: ChildProcess
  /** Orders that are not yet carried out, by id. */
  readonly #waiting = new Map<number, PromiseWithResolvers<void>>()
  #stopping = false
  #lastId = 0

  /** Use startGateway. */
  constructor(child: ChildProcess, host: string, port: number, recorder: Recorder) {
    this.#process = child
    this.pid = child.pid!
    this.url = `http://${host}:${port}`
    child.on('message', (report: Report) => {
      if (report.type === 'done') this.#waiting.get(report.id)?.resolve()
      if (report.type === 'hit') recorder.record(eventOf(report.hit))
    })
    const death = Promise.withResolvers<never>()
    death.promise.catch(() => {})
    this.death = death.promise
    child.once('exit', (code, signal) => {
      const ended = new Error(`the gateway at ${this.url} ended (${signal ?? `exit code ${code}`})`)
      for (const order of this.#waiting.values()) order.reject(ended)
      if (!this.#stopping) death.reject(ended)
    })
  }

  /**
   * Switches all routes at once; when this returns, every new request goes by them, while those under way end where they are. Each request goes to
   * a backend at random; a route without any answers 502.
   */
  setRoutes(routes: ServedRoutes): Promise<void> {
    return this.#tell({ type: 'routes', routes })
  }

  /** Plants a defect in place of the one before, or takes it away. A stall begins when this is called. */
  inject(defect: Defect | undefined): Promise<void> {
    return this.#tell({ type: 'inject', defect: defect ?? null })
  }

  /** Ends the process; requests under way are cut off. All hits are recorded when this returns. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    this.#stopping = true
    const exited = once(this.#process, 'exit')
    await this.#tell({ type: 'stop' })
    await exited
  }

  async #tell(order: Order): Promise<void> {
    if (!this.#process.connected) throw new Error(`the gateway at ${this.url} has ended`)
    const id = ++this.#lastId
    const carriedOut = Promise.withResolvers<void>()
    this.#waiting.set(id, carriedOut)
    // A process that has just ended is told apart from one that listens only by the error of sending.
    this.#process.send({ id, order } satisfies Command, error => {
      if (error) carriedOut.reject(new Error(`the gateway at ${this.url} has ended`, { cause: error }))
    })
    await carriedOut.promise.finally(() => this.#waiting.delete(id))
  }
}

/**
 * Starts a gateway without routes.
 * @throws UsageError when the address can not be listened on.
 */
export async function startGateway({ host, port, protocol, seed, recorder, env }: GatewayOptions): Promise<Gateway> {
  const child = fork(script, [host, String(port), JSON.stringify(protocol), String(seed)], {
    env: { ...process.env, ...env },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const report = await firstReport(child)
  if (report.type === 'listening') return new Gateway(child, host, report.port, recorder)
  throw new UsageError(
    `the gateway can not listen on ${host}:${port} (${report.reason})`,
    report.code === 'EADDRINUSE'
      ? `end what listens there (ss -ltnp 'sport = :${port}'), or choose another address`
      : 'choose an address of this machine and a port from 1024 up',
  )
}

type FirstReport = Extract<Report, { type: 'listening' | 'failed' }>

const firstReport = (child: ChildProcess): Promise<FirstReport> =>
  new Promise((resolve, reject) => {
    child.once('message', (report: FirstReport) => resolve(report))
    child.once('error', reject)
    child.once('exit', code => reject(new Error(`the gateway ended before it listened (exit code ${code})`)))
  })

const eventOf = ({ defect, detail, op }: Hit) => ({
  type: 'defect' as const,
  defect,
  at: systemClock.now(),
  detail,
  ...(op && { tenant: op.tenant, stripe: op.stripe, ticks: op.ticks }),
})
