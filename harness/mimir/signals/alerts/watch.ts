import { Pool } from 'undici'
import { z } from 'zod'
import type { Recorder } from '../../../history/recorder.ts'
import { type Answer, excerpt, send, sentToOf } from '../../../load/http-client.ts'
import { openLoop } from '../../../load/open-loop.ts'
import { type Clock, systemClock } from '../../../util/clock.ts'
import { reason } from '../../../util/errors.ts'
import { ALERTMANAGER_API } from '../../alertmanager.ts'
import { errorOf } from '../ledger/write-outcome.ts'
import type { AlertState, AlertsEvent } from './alerts-records.ts'
import { FIRING, HELD, SILENCED } from './alerts-setup.ts'

/** Milliseconds between two looks. */
const SPACING = 500
/** Milliseconds until a look without complete answers has failed. */
const TIMEOUT = 10_000
/** Looks in flight; further ones are recorded as failed at once. */
const MOST = 50

const Silences = z.array(z.object({ id: z.string(), status: z.object({ state: z.string() }) }))
const Alerts = z.array(
  z.object({
    labels: z.object({ alertname: z.string() }),
    status: z.object({ state: z.string() }),
  }),
)

type Seen = Required<Pick<AlertsEvent, 'silence' | 'firing' | 'silenced' | 'held'>>

/** What two answers of Alertmanager's API show. @throws Error when they can not be read. */
export function seenIn(silences: string, alerts: string, silence: string): Seen {
  const found = Alerts.parse(JSON.parse(alerts))
  const stateOf = (name: string): AlertState => {
    const own = found.filter(a => a.labels.alertname === name)
    if (own.length === 0) return 'absent'
    return own.every(a => a.status.state === 'suppressed') ? 'suppressed' : 'active'
  }
  return {
    silence: Silences.parse(JSON.parse(silences)).some(s => s.id === silence && s.status.state === 'active'),
    firing: stateOf(FIRING),
    silenced: stateOf(SILENCED),
    held: stateOf(HELD),
  }
}

/** Looks at a tenant's silences and alerts through the gateway, and records each look. An open loop, as the probers are. */
export class Watch {
  readonly #silence: string
  readonly #recorder: Recorder
  readonly #clock: Clock
  readonly #pool: Pool
  readonly #headers: Record<string, string>
  #loop: ReturnType<typeof openLoop> | undefined
  #looks = 0

  /**
   * @param gateway `http://host:port`
   * @param silence its id
   */
  constructor(gateway: string, tenant: string, silence: string, recorder: Recorder, clock: Clock = systemClock) {
    this.#silence = silence
    this.#recorder = recorder
    this.#clock = clock
    this.#pool = new Pool(gateway, { connections: null })
    this.#headers = { 'x-scope-orgid': tenant, 'cache-control': 'no-store' }
  }

  /** @param random 0 to 1, for the nth look: at which moment of its interval */
  start(random?: (n: number) => number): void {
    let inFlight = 0
    this.#loop = openLoop(
      SPACING,
      async due => {
        const start = this.#clock.now()
        const common = { type: 'alerts', due, start, end: start, outcome: 'failed' } as const
        if (inFlight >= MOST) return this.#recorder.record({ ...common, error: 'too many looks in flight' })
        inFlight++
        this.#recorder.record(await this.look(due))
        inFlight--
      },
      this.#clock,
      random,
    )
  }

  /** Sends nothing new, and waits for the looks in flight. */
  async stop(): Promise<void> {
    await this.#loop?.stop()
    await this.#pool.destroy()
  }

  /** One look, not recorded. Never throws: a failure is an answer. */
  async look(due: number = this.#clock.now()): Promise<AlertsEvent> {
    const { silences, alerts } = await this.#ask(this.#looks++ % 2 === 0)
    const failed = [silences, alerts].find(a => errorOf(a) !== undefined)
    const { status, unreachable } = failed ?? alerts
    const common = {
      type: 'alerts' as const,
      due,
      start: Math.min(silences.start, alerts.start),
      end: Math.max(silences.end, alerts.end),
      status,
      unreachable,
    }
    if (failed) return { ...common, ...sentToOf(failed), outcome: 'failed', error: errorOf(failed) }
    try {
      return { ...common, outcome: 'ok', ...seenIn(silences.body, alerts.body, this.#silence) }
    } catch (thrown) {
      return { ...common, outcome: 'failed', error: excerpt(`unreadable answer: ${reason(thrown)}`) }
    }
  }

  /** In turns: a gateway before two Alertmanagers would else ask one of them for every silence, and the other for every alert. */
  async #ask(silencesFirst: boolean): Promise<{ silences: Answer; alerts: Answer }> {
    if (silencesFirst) {
      const [silences, alerts] = await Promise.all([this.#get('silences'), this.#get('alerts')])
      return { silences, alerts }
    }
    const [alerts, silences] = await Promise.all([this.#get('alerts'), this.#get('silences')])
    return { silences, alerts }
  }

  #get(what: string): Promise<Answer> {
    const request = { method: 'GET' as const, path: `${ALERTMANAGER_API}/${what}`, headers: this.#headers }
    return send(this.#pool, request, TIMEOUT, this.#clock)
  }
}
