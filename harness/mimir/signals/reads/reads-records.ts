import { z } from 'zod'
import { Ticks } from '../../../history/events.ts'
import { response } from '../../../history/response.ts'

/** Something in an answer that no correct Mimir gives. `series` is the index in the label, where there was one. */
export const Anomaly = z.discriminatedUnion('kind', [
  /** A sample of ours with another value. */
  z.object({
    kind: z.literal('corrupt'),
    series: z.number(),
    tick: z.number(),
    expected: z.union([z.number(), z.string()]),
    got: z.string(),
  }),
  /** A series of another tenant in this tenant's answer. */
  z.object({ kind: z.literal('foreign'), owner: z.string(), labels: z.string(), samples: z.number() }),
  /** A series or timestamp that nobody wrote. */
  z.object({ kind: z.literal('phantom'), labels: z.string(), timestamp: z.number(), got: z.string() }),
  /** Two values (or two copies of the series) for one series and timestamp in one answer. */
  z.object({ kind: z.literal('duplicate'), series: z.number(), tick: z.number(), got: z.array(z.string()) }),
])
export type Anomaly = z.infer<typeof Anomaly>

/**
 * What an answer held: for a group of series of a stripe, the ticks present with the right value. `stripe` where the read was of several.
 * `series` undefined = every series of the stripe (the common case, a few bytes); else these indices.
 * A series in no group was absent.
 */
export const Seen = z.object({
  stripe: z.number().int().optional(),
  series: z.array(z.number().int()).optional(),
  ticks: z.array(Ticks),
})
export type Seen = z.infer<typeof Seen>

/**
 * instant: raw samples by a range selector. range: query_range. labels: label values. rules: the recorded series.
 * rules-api: rules and alerts as rulers have them. cross-tenant: reads as one tenant what is not labelled as its own. final: every sample from the heads. blocks-only: every sample from blocks alone.
 */
export const ReadPath = z.enum([
  'instant',
  'range',
  'labels',
  'rules',
  'rules-api',
  'cross-tenant',
  'final',
  'blocks-only',
])
export type ReadPath = z.infer<typeof ReadPath>

/** What reads ask for on paths on which several kinds take turns. */
export const Asked = z.enum([
  'samples',
  'label-values',
  'series',
  'metadata',
  'exemplars',
  'rules',
  'alerts',
  'increase',
])
export type Asked = z.infer<typeof Asked>

export const ReadEvent = z.object({
  type: z.literal('read'),
  path: ReadPath,
  tenant: z.number().int(),
  ...response,
  /** ok: 2xx with a body that could be read. limited: 429. failed: all else. */
  outcome: z.enum(['ok', 'limited', 'failed']),
  /** Sample reads: which stripe, and the timestamps asked for, `from` exclusive and `to` inclusive (as PromQL's range selectors). */
  stripe: z.number().int().optional(),
  /** In place of it, where the read was of several. */
  stripes: z.array(z.number().int()).optional(),
  window: z.object({ from: z.number(), to: z.number() }).optional(),
  seen: z.array(Seen).optional(),
  /** The same of samples that are there with another value than was written. */
  wrong: z.array(Seen).optional(),
  anomalies: z.array(Anomaly).optional(),
  asks: Asked.optional(),
  /**
   * labels: the values found. rules: evaluation timestamps found (ms). cross-tenant, of metadata and exemplars: the tenant, where its own were there.
   * final, of `increase`: what it came to. rules-api: names of the tenant's own rules or alerts.
   */
  values: z.array(z.union([z.string(), z.number()])).optional(),
  /** cross-tenant, of metadata: metrics of the ledger whose own metadata were there. */
  metrics: z.array(z.string()).optional(),
  /** rules-api: the tenant's own alerts, and since when each is active (ms). */
  alerts: z
    .array(z.object({ name: z.string(), state: z.enum(['pending', 'firing']), activeAt: z.number() }))
    .optional(),
  /** rules: the value at each of these timestamps. */
  recorded: z.array(z.number()).optional(),
})
export type ReadEvent = z.infer<typeof ReadEvent>

/** The stripes that a read asked for. */
export const stripesOfRead = ({ stripe, stripes }: Pick<ReadEvent, 'stripe' | 'stripes'>): readonly number[] =>
  stripes ?? (stripe === undefined ? [] : [stripe])

declare module '../../../history/events.ts' {
  interface EventTypes {
    read: ReadEvent
  }
}
