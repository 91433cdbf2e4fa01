import type { Dataset } from '../ledger/dataset.ts'
import type { ReadEvent, ReadPath } from './records.ts'

/** What a read asks, and how its answer is to be read. */
export interface Question {
  path: ReadPath
  /** An index into the data set's tenants. */
  tenant: number
  /** Path and query string. */
  url: string
  shard?: number
  window?: { from: number; to: number }
  /** What the body shows. Throws when it can not be read. */
  read: (body: string) => Pick<ReadEvent, 'seen' | 'anomalies' | 'values'>
}

/** A read that is repeated for every tenant. */
export interface Probe {
  path: ReadPath
  /** Milliseconds between two of a tenant. */
  spacing: number
  /** The `n`-th question of a tenant, asked at `now`; undefined where there is nothing to ask (yet). */
  ask: (dataset: Dataset, tenant: number, n: number, now: number) => Question | undefined
}

/** A URL of the Prometheus HTTP API under Mimir's default prefix. */
export const apiUrl = (path: string, query: Readonly<Record<string, string>>): string =>
  `/prometheus/api/v1/${path}?${new URLSearchParams(query)}`

/** Milliseconds as the API's seconds. */
export const toSeconds = (ms: number): string => (ms / 1000).toFixed(3)

/** Shards that have series. */
export const shardsOf = (dataset: Dataset): number => Math.min(dataset.shards, dataset.series)

/** Milliseconds between two probes that even a thin load makes: a run of half a minute must have enough of each. */
const RAREST = 2000

/** The spacing of a probe as the data set's thinning makes it. */
export const thinned = (spacing: number, { thinning = 1 }: Pick<Dataset, 'thinning'>): number =>
  Math.max(spacing, Math.min(spacing * thinning, RAREST))
