import type { Judged } from '../../harness/index.ts'
import { type Actions, postRuleGroup, seriesOf } from '../../harness/mimir/index.ts'
import { ask } from '../ask.ts'
import { pairsOf, predictKept } from '../shard-facts.ts'

/** What rules record here: how many series had a sample just now. A count of series alone stays whole for five minutes after the last sample. */
const RECORD = 'gauntlet_recent'
/** Seconds that count as just now. */
const RECENT = 5

/** A fact of the history: what was recorded while rulers lagged, and what readers of the smaller shard find. */
const RECORDED = 'values recorded by rulers that lag'
interface RecordedFact {
  tenant: string
  series: number
  values: number[]
  /** One for each pair of zones that can have answered. */
  predicted: number[]
}

/** Gives these tenants a rule that counts what is recent. */
export async function countRecent(t: Actions, tenants: readonly string[]): Promise<void> {
  const rules = (tenant: string) => `name: recent
interval: 1s
rules:
  - record: ${RECORD}
    expr: count(last_over_time(gauntlet_sample[${RECENT}s]))
    labels: { tenant: ${tenant} }
`
  for (const tenant of tenants) await postRuleGroup(t.cluster.gateway, tenant, 'recent', rules(tenant))
}

/** What was recorded of a tenant in this time (ms). */
async function recorded(t: Actions, tenant: string, from: number, to: number): Promise<number[]> {
  const query = `${RECORD}[${Math.round(to - from)}ms] @ ${to / 1000}`
  return (await ask(t, tenant, query)).flatMap(({ values = [] }) => values.map(([, value]) => Number(value)))
}

/**
 * Asserts that every series was counted while rulers lagged, and notes what was and what the ring predicts: for two zones that answer the series that either of them
 * shows.
 * @param from after the shards of writers had grown for as long as counts as recent (ms)
 */
export async function expectWhole(
  t: Actions,
  tenants: readonly string[],
  sizes: { written: number; asked: number },
  { from, to }: { from: number; to: number },
): Promise<void> {
  const { kept, zones } = await predictKept(t, tenants, sizes)
  const facts = await Promise.all(
    tenants.map(async (tenant): Promise<RecordedFact> => {
      const index = t.run.tenants.indexOf(tenant)
      const shown = (pair: readonly number[]) => kept[index]!.filter(by => by.some(zone => pair.includes(zone))).length
      const predicted = pairsOf(zones).map(shown)
      const values = await recorded(t, tenant, from, to)
      return { tenant, series: seriesOf(t.run.dataset, index), values, predicted }
    }),
  )
  for (const fact of facts) t.note(RECORDED, fact)
  t.tell({
    title: 'Series that a rule counted while rulers had the smaller shard',
    heads: ['tenant', '#series', '#predicted, by pair of zones', '#recorded, least to most', '#values'],
    rows: facts.map(({ tenant, series, values, predicted }) => [
      tenant,
      String(series),
      predicted.join(', '),
      `${Math.min(...values)} to ${Math.max(...values)}`,
      String(values.length),
    ]),
  })
  await t.expect('every series to be counted', () => {
    const short = facts.filter(f => f.values.some(v => v !== f.series))
    return short.length === 0 || short.map(f => `${Math.min(...f.values)} of ${f.series} of ${f.tenant}`).join(', ')
  })
}

/** What contradicts the prediction: a value that no pair of zones gives, or none too small. */
export function recordedAsPredicted({ events }: Judged): string | undefined {
  const facts = events.flatMap(e => (e.type === 'fact' && e.fact === RECORDED ? [e.value as RecordedFact] : []))
  const values = facts.flatMap(f => f.values.map(value => ({ ...f, value })))
  if (values.length < 30) return `${values.length} values were recorded, at least 30 wanted`
  const other = values.find(({ value, predicted }) => !predicted.includes(value))
  return (
    other &&
    `${other.value} of ${other.series} series of ${other.tenant} recorded, ${other.predicted.join(' or ')} predicted`
  )
}
