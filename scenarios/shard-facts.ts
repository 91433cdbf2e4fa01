import { type Actions, keptByZones, labelsOf, type ShardRing, seriesOf, seriesToken } from '../harness/mimir/index.ts'
import { ask } from './ask.ts'
import { ingesterRing } from './sharding.ts'

/** What scenarios about shards predict and read themselves, as facts of the history: what their controls are judged by. */

/** A fact of the history: which zones show each series of a tenant to readers whose shard is another than the one it was written to. */
export const KEPT = 'zones that show each series'
/** What is noted with it. Times are milliseconds. */
export interface KeptFact {
  /** Samples that were sent and acked in this time went to the one shard, */
  written: { from: number; to: number }
  /** and reads that began in this time asked the other. */
  read: { from: number; to: number }
  zones: number
  /** By tenant, an index into run.json's; each series is a list of zones. */
  kept: Record<number, number[][]>
}

/**
 * For each series of a tenant the zones that show it.
 * @param tenant an index into run.json's
 * @param written indices of the ring's members to which its series were written; `asked` those that readers ask
 */
export function keptOf(
  t: Actions,
  tenant: number,
  ring: ShardRing,
  written: readonly number[],
  asked: readonly number[],
): number[][] {
  const { dataset, tenants } = t.run
  const tokens = Array.from({ length: seriesOf(dataset, tenant) }, (_, series) =>
    seriesToken(tenants[tenant]!, labelsOf(dataset, tenant, series)),
  )
  return keptByZones(ring, written, asked, tokens).map(zones => [...zones])
}

/** Two of the zones: a read is answered once two have. */
export const pairsOf = (zones: number): [number, number][] =>
  Array.from({ length: zones }, (_, a) =>
    Array.from({ length: zones - a - 1 }, (_, i): [number, number] => [a, a + 1 + i]),
  ).flat()

/** Predicts from the real tokens what readers find of series that were written to shards of one size, when they ask shards of another. */
export async function predictKept(
  t: Actions,
  tenants: readonly string[],
  sizes: { written: number; asked: number },
): Promise<Pick<KeptFact, 'zones' | 'kept'>> {
  const { ring } = await ingesterRing(t)
  const kept = tenants.map((tenant): [number, number[][]] => {
    const index = t.run.tenants.indexOf(tenant)
    const [written, asked] = [ring.shard(tenant, sizes.written), ring.shard(tenant, sizes.asked)]
    return [index, keptOf(t, index, ring, written, asked)]
  })
  return { zones: ring.zones.length, kept: Object.fromEntries(kept) }
}

/** A fact of the history: which series a read of all of a tenant's found. */
export const FOUND = 'series found by a read'
/** What is noted with it. */
export interface FoundFact {
  tenant: number
  /** One bit for each series, as hexadecimal digits. */
  series: string
}

const HEX = 4

/** Which of so many series, as hexadecimal digits; `hasSeries` reads them. */
export function asHex(series: ReadonlySet<number>, many: number): string {
  const digit = (d: number) => [0, 1, 2, 3].reduce((sum, bit) => sum + (series.has(HEX * d + bit) ? 1 << bit : 0), 0)
  return Array.from({ length: Math.ceil(many / HEX) }, (_, d) => digit(d).toString(16)).join('')
}

export const hasSeries = (hex: string, series: number): boolean =>
  ((Number.parseInt(hex[Math.floor(series / HEX)]!, 16) >> (series % HEX)) & 1) === 1

/**
 * Reads all series of these tenants through the gateway, again and again, and notes which were found.
 * @param at only samples of the last seconds before this moment (ms) count
 */
export async function readAll(
  t: Actions,
  tenants: readonly string[],
  { at, seconds, times }: { at: number; seconds: number; times: number },
): Promise<void> {
  const query = `group by (series) (last_over_time(gauntlet_sample[${seconds}s] @ ${at / 1000}))`
  for (let n = 0; n < times; n++) {
    for (const tenant of tenants) {
      const index = t.run.tenants.indexOf(tenant)
      const found = new Set((await ask(t, tenant, query)).map(({ metric }) => Number(metric.series)))
      t.note(FOUND, { tenant: index, series: asHex(found, seriesOf(t.run.dataset, index)) } satisfies FoundFact)
    }
  }
}
