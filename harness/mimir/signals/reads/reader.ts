import { Pool } from 'undici'
import type { Recorder } from '../../../history/recorder.ts'
import { excerpt, type HttpRequest, send, sentToOf } from '../../../load/http-client.ts'
import { reason } from '../../../util/errors.ts'
import type { Dataset } from '../ledger/dataset.ts'
import { errorOf, readOutcome } from '../ledger/write-outcome.ts'
import type { Question, Shown } from './probe.ts'
import type { ReadEvent } from './reads-records.ts'

/** Asks questions and records each answer as one event. */
export class Reader {
  readonly #dataset: Dataset
  readonly #recorder: Recorder
  readonly #pool: Pool

  /** @param url `http://host:port` of the gateway or of whatever is to answer. */
  constructor(dataset: Dataset, url: string, recorder: Recorder) {
    this.#dataset = dataset
    this.#recorder = recorder
    // No bound on connections: who asks bounds what is in flight, and a read that waits for a connection would measure itself.
    this.#pool = new Pool(url, { connections: null })
  }

  /** Never throws: a failure is an answer. Returns what was recorded. */
  async ask(question: Question, due: number, timeoutMs: number): Promise<ReadEvent> {
    const { path, tenant, stripe, stripes, window, asks } = question
    const headers = { 'x-scope-orgid': this.#dataset.tenants[tenant]!, 'cache-control': 'no-store' }
    const answer = await send(this.#pool, requestOf(question, headers), timeoutMs)
    const { start, end, status, unreachable } = answer
    const common = {
      type: 'read' as const,
      path,
      tenant,
      due,
      start,
      end,
      status,
      unreachable,
      stripe,
      stripes,
      window,
      asks,
    }
    const error = errorOf(answer)
    const seen: ReadEvent =
      error === undefined
        ? { ...common, ...understand(question, answer.body) }
        : { ...common, outcome: readOutcome(answer), error }
    const isAmiss = seen.outcome !== 'ok' || (seen.anomalies ?? []).length > 0
    const event = isAmiss ? { ...seen, ...sentToOf(answer) } : seen
    this.#recorder.record(event)
    return event
  }

  /** Every answer has come by now; a connection that still hangs holds nobody up. */
  close(): Promise<void> {
    return this.#pool.destroy()
  }
}

const requestOf = ({ url, binary }: Question, headers: Record<string, string>): HttpRequest =>
  binary === undefined
    ? { method: 'GET', path: url, headers }
    : { method: 'POST', path: url, headers: { ...headers, ...remoteRead }, body: binary, answer: 'latin1' }

/** As the protocol asks for it (prometheus.io/docs/prometheus/latest/querying/remote_read_api). */
const remoteRead = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-read-version': '0.1.0',
}

function understand(question: Question, body: string): Pick<ReadEvent, 'outcome' | 'error'> & Shown {
  try {
    return { outcome: 'ok', ...question.read(body) }
  } catch (thrown) {
    return { outcome: 'failed', error: excerpt(`unreadable answer: ${reason(thrown)}`) }
  }
}
