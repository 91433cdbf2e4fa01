import type { HistoryEvent } from '../../harness/index.ts'
import type { Actions } from '../../harness/mimir/index.ts'
import { queriesOfDeath } from './queries-of-death.ts'
import { LOOKS, type Row } from './row.ts'
import { NEXT, roleOf, SHARD } from './tenants.ts'

/** What a query of death did, before the dead came back. */
export interface Blast {
  /** Queriers of each tenant's shard, before any died. */
  shards: ReadonlyMap<string, readonly string[]>
  deaths: readonly Extract<HistoryEvent, { type: 'pod' }>[]
  /** Of each tenant, since the query was sent, */
  seen: ReturnType<Actions['seen']>
  /** and while the dead were away. */
  seenAfter: ReturnType<Actions['seen']>
}

/** Asserts that a query of death did what was predicted. */
export async function judge(t: Actions, row: Row, blast: Blast): Promise<void> {
  const { deaths } = blast
  const dead = [...new Set(deaths.map(d => d.pod))].sort()
  await expectDeaths(t, row, dead)
  const { query = 'samples' } = row
  const others = deaths.filter(death => !queriesOfDeath[query].isMeant(death))
  await t.expect(
    `each to die by ${queriesOfDeath[query].by}`,
    () => others.length === 0 || others.map(d => `${d.pod}: ${d.detail}`).join(', '),
  )
  // Another pod has another volume, and no memory of what was done on the dead one's.
  if (row.back !== 'other') for (const name of dead) await expectQueryNamed(t, name, row)
  await expectDelay(t, row, deaths)
  await expectBlast(t, row, blast)
}

function expectDeaths(t: Actions, { predicted: { dead: wanted } }: Row, dead: readonly string[]): Promise<void> {
  const names = dead.join(', ') || 'none'
  if (wanted === 'shard') {
    const shard = [...SHARD].sort().join(', ')
    return t.expect(`just ${shard} to die`, () => names === shard || names)
  }
  const [least, most] = typeof wanted === 'number' ? [wanted, wanted] : wanted
  const right = dead.length >= least && dead.length <= most
  const many = least === most ? String(least) : `${least} to ${most}`
  return t.expect(`${many} different queriers to die`, () => right || `${dead.length}: ${names}`)
}

const expectQueryNamed = (t: Actions, name: string, { query = 'samples' }: Row): Promise<void> =>
  t.expect(`${name} to have died while it ran the query`, async () => {
    const log = await t.cluster.logs(name, 5000)
    return log.some(queriesOfDeath[query].isTrace) || 'its log names no such query'
  })

/** With a delay, no querier outside of the shard dies before the delay of the first one is over, nor much later. */
async function expectDelay(
  t: Actions,
  { shard, shardOn, delay, back, client }: Row,
  deaths: Blast['deaths'],
): Promise<void> {
  const later = deaths.filter(d => !SHARD.includes(d.pod))
  const holds = shard > 0 && shardOn === undefined && delay > 0 && back === undefined && client.asks !== 'querier'
  if (!holds || later.length === 0) return
  const names = [...new Set(later.map(d => d.pod))].sort().join(', ')
  const next = [...NEXT].sort().join(', ')
  await t.expect(`${next} to die next, the shard without those that were forgotten`, () => names === next || names)
  const after = later.map(d => (d.at - deaths[0]!.at) / 1000)
  await t.expect(
    `queriers outside of the shard to die ${delay} to ${delay + LOOKS} s after the first`,
    () => after.every(s => s >= delay && s <= delay + LOOKS) || after.map(s => `${s.toFixed(1)} s`).join(', '),
  )
}

/** While the dead are away, those are out who should be, and of the others no query has failed since the query was sent. */
async function expectBlast(t: Actions, { predicted }: Row, { seen, seenAfter }: Blast): Promise<void> {
  const { out, unsaid = [], othersMayFail = false } = predicted
  const unlike = seen.flatMap(({ tenant, failed }, i) => {
    const { ok } = seenAfter[i]!
    const role = roleOf(tenant)
    if (unsaid.includes(role)) return []
    if (out.includes(role)) return ok === 0 ? [] : [`${tenant}: ${ok} answered`]
    return ok > 0 && (failed === 0 || othersMayFail) ? [] : [`${tenant}: ${failed} failed, ${ok} answered`]
  })
  const whoever = othersMayFail ? '' : ', and no query of others to fail'
  await t.expect(
    `${out.join(', ') || 'nobody'} to be out while the dead are away${whoever}`,
    () => unlike.length === 0 || unlike.join('; '),
  )
}
