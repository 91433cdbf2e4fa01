import { MOST_SERIES } from '../../../load/bounds.ts'
import type { WantedLoad } from '../../../load/client.ts'
import { drawn } from '../../../util/random.ts'
import type { Dataset, KindName, TenantLoad } from './dataset-schema.ts'
import { generationOf, latenessOf, tickAfter } from './kinds/kind-schedule.ts'

export type { Dataset, KindName }

export const METRIC = 'gauntlet_sample'

/** The identity of one sample. */
export interface SampleId {
  tenant: number
  series: number
  tick: number
}

/** The series of a tenant that one request carries. */
export interface Stripe {
  tenant: number
  stripe: number
}

const loadOf = (d: Dataset, tenant: number): TenantLoad => d.own?.[d.tenants[tenant]!] ?? d

const kindsOf = (d: Dataset, tenant: number): readonly KindName[] => d.kinds?.[d.tenants[tenant]!] ?? []

/** How many series of floats a tenant has. */
export const seriesOf = (d: Dataset, tenant: number): number => loadOf(d, tenant).series

/** How many series a tenant has, those of other kinds as well. */
export const everySeriesOf = (d: Dataset, tenant: number): number => seriesOf(d, tenant) + kindsOf(d, tenant).length

/** The stripes of a tenant that have series of floats, ascending. */
export function stripesOf(d: Dataset, tenant: number): Stripe[] {
  const { series, stripes } = loadOf(d, tenant)
  return Array.from({ length: Math.min(series, stripes) }, (_, stripe) => ({ tenant, stripe }))
}

/** All that is written for a tenant: its stripes of floats, and one for each other kind of samples. */
export const everyStripeOf = (d: Dataset, tenant: number): Stripe[] => [
  ...stripesOf(d, tenant),
  ...kindsOf(d, tenant).map((_, k) => ({ tenant, stripe: loadOf(d, tenant).stripes + k })),
]

/** What kind of samples a stripe has; undefined: floats. */
export const kindOf = (d: Dataset, { tenant, stripe }: Stripe): KindName | undefined =>
  kindsOf(d, tenant)[stripe - loadOf(d, tenant).stripes]

/** The stripe that a series of a tenant belongs to. */
export function stripeOf(d: Dataset, tenant: number, series: number): Stripe {
  const { series: floats, stripes } = loadOf(d, tenant)
  return { tenant, stripe: series < floats ? series % stripes : stripes + series - floats }
}

/** Series indices of a stripe, ascending. */
export function seriesOfStripe(d: Dataset, { tenant, stripe }: Stripe): number[] {
  const { series, stripes } = loadOf(d, tenant)
  if (stripe >= stripes) return [series + stripe - stripes]
  const all: number[] = []
  for (let s = stripe; s < series; s += stripes) all.push(s)
  return all
}

/** Timestamp (ms) of a tick of a stripe. Those of samples that are late come in another order than ticks. */
export const timeOf = (d: Dataset, of: Stripe, tick: number): number =>
  turnOf(d, of, tick) - latenessOf(kindOf(d, of), tick, d.interval)

/** When the turn of a tick begins (ms). */
function turnOf(d: Dataset, { tenant, stripe }: Stripe, tick: number): number {
  const turns = d.tenants.length
  const { stripes } = loadOf(d, tenant)
  // Other kinds come between two stripes of floats, spread as well.
  const place =
    kindOf(d, { tenant, stripe }) === undefined
      ? stripe
      : ((stripe - stripes + 0.5) * stripes) / kindsOf(d, tenant).length
  return d.epoch + tick * d.interval + Math.floor(((place * turns + tenant) * d.interval) / (stripes * turns))
}

/**
 * When a tick of a stripe is to be sent (ms): at a moment of the time until the tenant's next stripe that the seed decides. So requests of a tenant
 * are less than two of its spacings apart, and meet every phase of what happens at fixed times inside of what is tested.
 */
export function dueOf(d: Dataset, { tenant, stripe }: Stripe, tick: number): number {
  const jitter = d.seed === undefined ? 0 : drawn(d.seed, 'writes', tenant, stripe, tick)
  return turnOf(d, { tenant, stripe }, tick) + Math.floor((jitter * d.interval) / loadOf(d, tenant).stripes)
}

/** The tick of a stripe at exactly this timestamp, or undefined where no sample belongs. */
export const tickAt = (d: Dataset, stripe: Stripe, timestamp: number): number | undefined =>
  tickAfter(kindOf(d, stripe), timestamp - turnOf(d, stripe, 0), d.interval)

/** Of the 53 bits of an exact number in a float64, 28 are a tick's (8 years of seconds), 15 a series' and 10 a tenant's. */
const TICKS = 2 ** 28
/** Tenants have numbers from 1, so that no value is 0. */
const TENANTS = 2 ** 10 - 1

/** A tenant that no data set has: what others write as it is like no sample of the ledger. */
export const NOBODY = TENANTS - 1

/** value = f(tenant, series, tick): distinct for every sample of a run, never 0, below 2^53 and so exact as a float64. */
export const sampleValue = (id: SampleId): number => ((id.tenant + 1) * MOST_SERIES + id.series) * TICKS + id.tick

/** The sample a value belongs to, or undefined when no sample of any data set has it. */
export function sampleOf(value: number): SampleId | undefined {
  if (!Number.isSafeInteger(value) || value < MOST_SERIES * TICKS) return undefined
  const high = Math.floor(value / TICKS)
  return { tenant: Math.floor(high / MOST_SERIES) - 1, series: high % MOST_SERIES, tick: value % TICKS }
}

/** The metric of a stripe: that of floats, or of its own kind. */
export function metricOf(d: Dataset, stripe: Stripe): string {
  const kind = kindOf(d, stripe)
  return kind === undefined ? METRIC : `gauntlet_${kind}`
}

/**
 * Labels of a series, sorted by name as remote write demands. The tenant is a label: one read can prove a breach of isolation.
 * @param tick matters only where series end and others begin
 */
export function labelsOf(d: Dataset, tenant: number, series: number, tick = 0): [name: string, value: string][] {
  const stripe = stripeOf(d, tenant, series)
  const generation = generationOf(kindOf(d, stripe), tick)
  return [
    ['__name__', metricOf(d, stripe)],
    ...(generation === undefined ? [] : [['generation', String(generation)] satisfies [string, string]]),
    ['series', String(series)],
    ['stripe', String(stripe.stripe)],
    ['tenant', d.tenants[tenant]!],
  ]
}

/**
 * What the ledger writes for a load; the epoch is set when the load starts.
 * @param probeIntervalFactor how many times fewer requests than the load says carry the same samples
 * @param kinds what is written beside floats: each for one tenant, in turns
 */
export function datasetOf(
  { tenants, series, writesPerSecond }: WantedLoad,
  probeIntervalFactor: number,
  seed: number,
  kinds: readonly KindName[] = [],
): Dataset {
  const interval = Math.round(1000 / Math.min(1, writesPerSecond))
  /** No more than there are series: else those that have some would come in a part of the interval. */
  const amountOf = (own: number, perSecond: number) => ({
    series: own,
    stripes: Math.min(own, Math.max(1, Math.round((perSecond * interval) / 1000 / probeIntervalFactor))),
  })
  const own = tenants
    .filter(t => t.series !== undefined || t.writesPerSecond !== undefined)
    .map(t => [t.name, amountOf(t.series ?? series, t.writesPerSecond ?? writesPerSecond)] as const)
  return {
    tenants: tenants.map(t => t.name),
    ...amountOf(series, writesPerSecond),
    ...(own.length > 0 && { own: Object.fromEntries(own) }),
    ...(kinds.length > 0 && {
      kinds: dealt(
        kinds,
        tenants.filter(t => !t.expectsLimits).map(t => t.name),
      ),
    }),
    interval,
    epoch: 0,
    seed,
    ...(probeIntervalFactor > 1 && { probeIntervalFactor }),
  }
}

/** The tenant of what comes late must not be that of what comes too late: with one alone, all is late in time. */
const dealt = (kinds: readonly KindName[], tenants: readonly string[]): Record<string, KindName[]> =>
  Object.fromEntries(
    tenants
      .map((tenant, i): [string, KindName[]] => [
        tenant,
        kinds.filter((kind, k) => k % tenants.length === i && (kind !== 'too_late' || tenants.length > 1)),
      ])
      .filter(([, own]) => own.length > 0),
  )

/** Milliseconds between two writes of a tenant that is like every other. */
export const writeSpacing = ({ interval, series, stripes }: Dataset): number => interval / Math.min(series, stripes)

/** The same of those tenants whose load is another. */
export const ownWriteSpacing = (d: Dataset): Record<string, number> =>
  Object.fromEntries(Object.entries(d.own ?? {}).map(([name, own]) => [name, writeSpacing({ ...d, ...own })]))

/** How many times fewer writes and probes a light load makes. */
export const probeIntervalFactorOf = (amount: 'full' | 'light'): number => (amount === 'light' ? 5 : 1)
