import type { Dataset } from '../ledger/dataset.ts'
import type { Asked, ReadEvent, ReadPath } from './reads-records.ts'

/** What an answer shows. */
export type Shown = Pick<ReadEvent, 'seen' | 'wrong' | 'anomalies' | 'values' | 'metrics' | 'recorded' | 'alerts'>

/** What a read asks, and how its answer is to be read. */
export interface Question {
  path: ReadPath
  /** An index into the data set's tenants. */
  tenant: number
  /** Path and query string. */
  url: string
  /** The body of a request of remote read, in place of a GET. The answer is bytes then, a character for each. */
  binary?: Uint8Array
  stripe?: number
  /** In place of it, where several stripes are asked for at once. */
  stripes?: number[]
  /** What is asked for, on paths on which several kinds take turns. */
  asks?: Asked
  window?: { from: number; to: number }
  /** What the body shows. Throws when it can not be read. */
  read: (body: string) => Shown
}

/** When a question is asked. */
interface Turn {
  /** How many of the tenant and path came before. */
  n: number
  /** Milliseconds since the Unix epoch. */
  now: number
  /** Milliseconds until the next one. */
  spacing: number
}

/** A read that is repeated for every tenant. */
export interface Probe {
  path: ReadPath
  /** Milliseconds between two of a tenant, where the run's budget of probes allows it. */
  spacing: number
  /** A question for a tenant; undefined where there is nothing to ask (yet). */
  ask: (dataset: Dataset, tenant: number, turn: Turn) => Question | undefined
}

/** A URL of the Prometheus HTTP API under Mimir's default prefix. */
export const apiUrl = (path: string, query: Readonly<Record<string, string>>): string =>
  `/prometheus/api/v1/${path}?${new URLSearchParams(query)}`

/** Milliseconds as the API's seconds. */
export const toSeconds = (ms: number): string => (ms / 1000).toFixed(3)
