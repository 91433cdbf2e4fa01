import type { HistoryEvent } from '../../harness/index.ts'
import type { Actions } from '../../harness/mimir/index.ts'
import type { Absence } from './absences.ts'
import { queriesOfDeath } from './queries-of-death.ts'
import { LOOKS, type Row } from './row.ts'
import { roleOf, type Shards } from './tenants.ts'

/** Seconds after which a death is known at the latest: containers are looked at once a second. */
const LATE = 2

/** What a query of death did, before the dead came back. */
export interface Blast {
  /** Queriers of each tenant's shard, before any died. */
  shards: ReadonlyMap<string, readonly string[]>
  attackers: Shards
  /** What the client was answered in the end. */
  answer: string
  deaths: readonly Extract<HistoryEvent, { type: 'pod' }>[]
  /** How long those were away who were started again. */
  absences: readonly Absence[]
  /** Of each tenant, since the query was sent, */
  seen: ReturnType<Actions['seen']>
  /** and while the dead were away. */
  seenAfter: ReturnType<Actions['seen']>
}

/** Asserts that a query of death did what was predicted. @param traces of queriers that died, whether their logs name the query */
export async function judge(t: Actions, row: Row, blast: Blast, traces: ReadonlyMap<string, boolean>): Promise<void> {
  const { deaths, attackers } = blast
  const dead = [...new Set(deaths.map(d => d.pod))].sort()
  await expectDeaths(t, row, dead, attackers)
  const { query = 'samples' } = row
  const others = deaths.filter(death => !queriesOfDeath[query].isMeant(death))
  await t.expect(
    `each to die by ${queriesOfDeath[query].by}`,
    () => others.length === 0 || others.map(d => `${d.pod}: ${d.detail}`).join(', '),
  )
  for (const [name, isNamed] of traces)
    await t.expect(`${name} to have died while it ran the query`, () => isNamed || 'its log names no such query')
  const { answer } = row.predicted
  if (answer !== undefined)
    await t.expect(`the client to be told "${answer}" in the end`, () => blast.answer.includes(answer) || blast.answer)
  await expectDelay(t, row, blast)
  await expectCrashes(t, row, blast)
  await expectBlast(t, row, blast)
}

function expectDeaths(t: Actions, { predicted: { dead: wanted } }: Row, dead: readonly string[], { first }: Shards) {
  const names = dead.join(', ') || 'none'
  if (wanted === 'shard') {
    const shard = [...first].sort().join(', ')
    return t.expect(`just ${shard} to die`, () => names === shard || names)
  }
  const [least, most] = typeof wanted === 'number' ? [wanted, wanted] : wanted
  const right = dead.length >= least && dead.length <= most
  const many = least === most ? String(least) : `${least} to ${most}`
  return t.expect(`${many} different queriers to die`, () => right || `${dead.length}: ${names}`)
}

/** With a delay, no querier outside of the shard dies before the delay of the first one is over, nor much later. */
async function expectDelay(
  t: Actions,
  { shard, shardOn, delay, back, client }: Row,
  { deaths, attackers: { first, next: others } }: Blast,
): Promise<void> {
  const later = deaths.filter(d => !first.includes(d.pod))
  const holds = shard > 0 && shardOn === undefined && delay > 0 && back === undefined && client.asks !== 'querier'
  if (!holds || later.length === 0) return
  const names = [...new Set(later.map(d => d.pod))].sort().join(', ')
  const next = [...others].sort().join(', ')
  await t.expect(`${next} to die next, the shard without those that were forgotten`, () => names === next || names)
  const after = later.map(d => (d.at - deaths[0]!.at) / 1000)
  await t.expect(
    `queriers outside of the shard to die ${delay} to ${delay + LOOKS} s after the first`,
    () => after.every(s => s >= delay && s <= delay + LOOKS) || after.map(s => `${s.toFixed(1)} s`).join(', '),
  )
}

/** Others die once queriers of the shard were away for longer than the delay: not before they have crashed so often that they are started again later than that. */
async function expectCrashes(
  t: Actions,
  { delay, predicted: { crashes } }: Row,
  { deaths, attackers: { first } }: Blast,
): Promise<void> {
  const beyond = deaths.find(d => !first.includes(d.pod))
  if (crashes === undefined || beyond === undefined) return
  const [least, most] = crashes
  const before = first.map(name => deaths.filter(d => d.pod === name && d.at < beyond.at))
  await t.expect(
    `queriers of the shard to have died ${least} to ${most} times when others do`,
    () => before.every(all => all.length >= least && all.length <= most) || before.map(all => all.length).join(' and '),
  )
  const since = (beyond.at - Math.min(...before.map(all => all.at(-1)!.at))) / 1000
  await t.expect(
    `${beyond.pod} to die ${delay} to ${delay + LOOKS} s after one of them was last seen`,
    () => (since > delay - LATE && since < delay + LOOKS) || `${since.toFixed(1)} s`,
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
