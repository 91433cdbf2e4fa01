import { NOBODY, sampleValue } from '../ledger/dataset.ts'

/**
 * What the archive holds, as a formula: chunks of samples so far in the past that only blocks can answer for them, and so far apart that no
 * compaction joins two of them. So each chunk is a block of its own, with owners of its own among the store-gateways.
 */
export const ARCHIVE = {
  tenant: 'archive',
  /** A second tenant with the youngest few chunks, of the same times and series: blocks of one that are given to the other show. */
  other: { tenant: 'archive-other', chunks: 4 },
  metric: 'gauntlet_archive',
  chunks: 24,
  series: 20,
  /** Samples of a series in a chunk, and milliseconds between two of them: all within one block of 60 s. */
  ticks: 5,
  interval: 10_000,
} as const

/** The largest range of compaction at the fast pace (topology/fast-config.ts): chunks of two of these stay apart. */
const APART = 720_000
/** Chunks that are left out between the youngest one and now: what is so young, ingesters may be asked for. */
const YOUNG = 2

export const SAMPLES = ARCHIVE.series * ARCHIVE.ticks

/** A moment in milliseconds: the first timestamp of a chunk, 0 being the oldest. @param now when the archive was made. */
export const chunkBegins = (chunk: number, now: number): number =>
  (Math.floor(now / APART) - YOUNG - ARCHIVE.chunks + chunk + 1) * APART

export const timesOf = (chunk: number, now: number): number[] =>
  Array.from({ length: ARCHIVE.ticks }, (_, tick) => chunkBegins(chunk, now) + tick * ARCHIVE.interval)

/** Whose chunks: one of the two tenants. */
export type Owner = typeof ARCHIVE.tenant | typeof ARCHIVE.other.tenant

/** The chunks that a tenant has, the oldest first. */
export const chunksOf = (owner: Owner): number[] => {
  const all = Array.from({ length: ARCHIVE.chunks }, (_, chunk) => chunk)
  return owner === ARCHIVE.tenant ? all : all.slice(-ARCHIVE.other.chunks)
}

/** Distinct for every sample of the archive, and from everything that the ledger writes. */
export const archivedValue = (owner: Owner, series: number, chunk: number, tick: number): number =>
  sampleValue({
    tenant: NOBODY,
    series,
    tick: ((owner === ARCHIVE.tenant ? 0 : ARCHIVE.chunks) + chunk) * ARCHIVE.ticks + tick,
  })

export const labelsOfSeries = (owner: Owner, series: number): [name: string, value: string][] => [
  ['__name__', ARCHIVE.metric],
  ['series', String(series)],
  ['tenant', owner],
]
