import { z } from 'zod'
import type { Cluster } from '../cluster/cluster.ts'
import type { Recorder } from '../history/recorder.ts'
import type { Pace } from '../history/run-info.ts'
import { systemClock } from '../util/clock.ts'
import { request } from '../util/request.ts'
import { done, type Look, notYet, until } from '../util/until.ts'
import { type Gate, inStep } from './gate.ts'

export interface Sample {
  labels: Record<string, string>
  /** Milliseconds since the Unix epoch. */
  at: number
  value: number
}

const Answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]).optional(),
        values: z.array(z.tuple([z.number(), z.string()])).optional(),
      }),
    ),
  }),
})

/** Milliseconds that an answer may take. Prometheus itself gives a query up after two minutes, and says so. */
const PATIENCE = 130_000

/** Milliseconds after which a scrape is old: two that should have come since are missing. */
const STALE = 3000

/** Hours for minutes: what a subject waits for at the real pace, over the same at the fast one. */
const SLOWER = 60

/** A real Prometheus that scrapes every pod once a second, and what can be asked of it. */
export class Observer {
  readonly url: string
  readonly #recorder: Recorder
  readonly #pace: Pace
  readonly #watched: Pick<Cluster, 'pods'>

  /** @param watched whose pods it scrapes: it hears of a new one up to 5 s late, and no gate holds before it has */
  constructor(url: string, recorder: Recorder, pace: Pace, watched: Pick<Cluster, 'pods'>) {
    this.url = url
    this.#recorder = recorder
    this.#pace = pace
    this.#watched = watched
  }

  /**
   * How long something may take that the subject does by its settings. What takes seconds at the fast pace takes minutes to hours at the real one: a
   * sync of blocks 15 minutes instead of 5 s, a head 2 hours instead of a minute.
   * @param fast milliseconds at the fast pace
   */
  patience(fast: number): number {
    return this.#pace === 'real' ? fast * SLOWER : fast
  }

  /** An instant query. @param at milliseconds since the epoch; now when left out. */
  async query(expr: string, at?: number): Promise<Sample[]> {
    const result = await this.#get('query', {
      query: expr,
      ...(at === undefined ? {} : { time: (at / 1000).toFixed(3) }),
    })
    return result.flatMap(({ metric, value }) =>
      value ? [{ labels: metric, at: value[0] * 1000, value: Number(value[1]) }] : [],
    )
  }

  /** A range query; `step`, `from` and `to` in milliseconds. */
  async queryRange(expr: string, from: number, to: number, step: number) {
    const seconds = (ms: number) => (ms / 1000).toFixed(3)
    const query = { query: expr, start: seconds(from), end: seconds(to), step: seconds(step) }
    const result = await this.#get('query_range', query)
    return result.map(({ metric, values }) => ({
      labels: metric,
      points: (values ?? []).map(([at, value]): [number, number] => [at * 1000, Number(value)]),
    }))
  }

  async #get(api: string, parameters: Record<string, string>) {
    const url = `${this.url}/api/v1/${api}?${new URLSearchParams(parameters)}`
    const { status, text } = await request(url, { timeout: PATIENCE })
    if (status !== 200) throw new Error(`Prometheus answered ${status} to ${parameters.query}: ${text.slice(0, 300)}`)
    return Answer.parse(JSON.parse(text)).data.result
  }

  /**
   * Waits until a gate holds. One that had data and does not hold has failed; one that never had any was not answered, which disproves nothing.
   * @param begin when the running step began, ms
   * @throws DeadlineError with what the expression gave last.
   */
  async pass(name: string, gate: Gate, begin: number, signal?: AbortSignal): Promise<void> {
    const since = systemClock.now()
    const expr = inStep(gate.expr, begin)
    const event = { type: 'gate', gate: name, expr, wants: gate.wants.words } as const
    this.#recorder.record({ ...event, phase: 'waiting', at: since })
    let answered = false
    let stale = 0
    let last = 'nothing'
    const look = async () => {
      const seen = await this.#look(gate, expr, since)
      answered ||= seen.samples > 0
      stale = seen.stale
      return seen.look
    }
    try {
      const seen = await until(look, {
        for: `gate "${name}": ${expr} ${gate.wants.words}`,
        deadline: this.patience(gate.deadline),
        every: 250,
        signal,
        onLook: seen => {
          last = seen
        },
      })
      this.#recorder.record({ ...event, phase: 'held', at: systemClock.now(), seen })
    } catch (thrown) {
      const phase = answered ? 'failed' : 'unanswered'
      if (!signal?.aborted)
        this.#recorder.record({ ...event, phase, at: systemClock.now(), seen: last, ...(stale > 0 && { stale }) })
      throw thrown
    }
  }

  /** One look at a gate: how many samples its expression gave, and how many targets were not scraped of late. */
  async #look(
    gate: Gate,
    expr: string,
    since: number,
  ): Promise<{ samples: number; stale: number; look: Look<string> }> {
    const nothing = (seen: string, old: number) => ({ samples: 0, stale: old, look: notYet(seen) })
    const known = new Set((await this.query('up')).map(({ labels }) => labels.pod))
    const unheard = this.#watched.pods().filter(({ name, state }) => state === 'running' && !known.has(name))
    if (unheard.length > 0) return nothing(`not scraped yet: ${unheard.map(p => p.name).join(', ')}`, unheard.length)
    // `timestamp` of a selector is when a target was last scraped; of anything else, as of `up == 1`, it is when was asked. Only a successful scrape after the
    // wait began is proof of anything.
    const scrapes = await this.query(`timestamp(${gate.scraped}) and ${gate.scraped} == 1`)
    const targets = await this.query(gate.scraped)
    const fresh = scrapes.filter(s => s.value * 1000 >= since).length
    const stale = targets.length - scrapes.filter(s => s.value * 1000 >= systemClock.now() - STALE).length
    if (targets.length === 0) return nothing(`no target matches ${gate.scraped}`, stale)
    if (fresh < targets.length)
      return nothing(`${fresh} of ${targets.length} targets scraped since the gate began to wait`, stale)
    const all = await this.query(expr)
    const { pods } = gate
    const samples = pods ? all.filter(({ labels }) => pods.test(labels.pod ?? labels.job ?? '')) : all
    const values = samples.map(s => s.value)
    const proof = `${values.length === 0 ? 'nothing' : values.map(shown).join(', ')} (${fresh} of ${targets.length} targets scraped)`
    const holds = values.length > 0 && values.every(gate.wants.holds)
    return { samples: values.length, stale, look: holds ? done(proof) : notYet(proof) }
  }
}

/** A number with six digits at most: `0.3`, not `0.2999999523162842`. */
const shown = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toPrecision(6)))
