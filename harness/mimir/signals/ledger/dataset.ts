import { MOST_SERIES } from '../../../load/bounds.ts'
import type { WantedLoad } from '../../../load/client.ts'
import { drawn } from '../../../util/random.ts'
import type { Dataset, TenantLoad } from './dataset-schema.ts'

export type { Dataset }

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

/** How many series a tenant has. */
export const seriesOf = (d: Dataset, tenant: number): number => loadOf(d, tenant).series

/** The stripes of a tenant that have series, ascending. */
export function stripesOf(d: Dataset, tenant: number): Stripe[] {
  const { series, stripes } = loadOf(d, tenant)
  return Array.from({ length: Math.min(series, stripes) }, (_, stripe) => ({ tenant, stripe }))
}

/** The stripe that a series of a tenant belongs to. */
export const stripeOf = (d: Dataset, tenant: number, series: number): Stripe => ({
  tenant,
  stripe: series % loadOf(d, tenant).stripes,
})

/** Series indices of a stripe, ascending. */
export function seriesOfStripe(d: Dataset, { tenant, stripe }: Stripe): number[] {
  const { series, stripes } = loadOf(d, tenant)
  const all: number[] = []
  for (let s = stripe; s < series; s += stripes) all.push(s)
  return all
}

/** Timestamp (ms) of a tick of a stripe. */
export function timeOf(d: Dataset, { tenant, stripe }: Stripe, tick: number): number {
  const turns = d.tenants.length
  return (
    d.epoch +
    tick * d.interval +
    Math.floor(((stripe * turns + tenant) * d.interval) / (loadOf(d, tenant).stripes * turns))
  )
}

/**
 * When a tick of a stripe is to be sent (ms): at a moment of the time until the tenant's next stripe that the seed decides. So requests of a tenant
 * are less than two of its spacings apart, and meet every phase of what happens at fixed times inside of what is tested.
 */
export function dueOf(d: Dataset, { tenant, stripe }: Stripe, tick: number): number {
  const jitter = d.seed === undefined ? 0 : drawn(d.seed, 'writes', tenant, stripe, tick)
  return timeOf(d, { tenant, stripe }, tick) + Math.floor((jitter * d.interval) / loadOf(d, tenant).stripes)
}

/** The tick of a stripe at exactly this timestamp, or undefined where no sample belongs. */
export function tickAt(d: Dataset, stripe: Stripe, timestamp: number): number | undefined {
  const tick = (timestamp - timeOf(d, stripe, 0)) / d.interval
  return Number.isInteger(tick) && tick >= 0 ? tick : undefined
}

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

/** Labels of a series, sorted by name as remote write demands. The tenant is a label: one read can prove a breach of isolation. */
export const labelsOf = (d: Dataset, tenant: number, series: number): [name: string, value: string][] => [
  ['__name__', METRIC],
  ['series', String(series)],
  ['stripe', String(stripeOf(d, tenant, series).stripe)],
  ['tenant', d.tenants[tenant]!],
]

/**
 * What the ledger writes for a load; the epoch is set when the load starts.
 * @param probeIntervalFactor how many times fewer requests than the load says carry the same samples
 */
export function datasetOf(
  { tenants, series, writesPerSecond }: WantedLoad,
  probeIntervalFactor: number,
  seed: number,
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
    interval,
    epoch: 0,
    seed,
    ...(probeIntervalFactor > 1 && { probeIntervalFactor }),
  }
}

/** Milliseconds between two writes of a tenant that is like every other. */
export const writeSpacing = ({ interval, series, stripes }: Dataset): number => interval / Math.min(series, stripes)

/** The same of those tenants whose load is another. */
export const ownWriteSpacing = (d: Dataset): Record<string, number> =>
  Object.fromEntries(Object.entries(d.own ?? {}).map(([name, own]) => [name, writeSpacing({ ...d, ...own })]))

/** How many times fewer writes and probes a light load makes. */
export const probeIntervalFactorOf = (amount: 'full' | 'light'): number => (amount === 'light' ? 5 : 1)
