import type { Actions } from '../../harness/mimir/index.ts'
import type { Sent } from './deadly-query.ts'
import type { Blast } from './judge.ts'
import type { Row } from './row.ts'
import { roleOf, SIZE } from './tenants.ts'

const SUMMARY = 'Queriers that died of a query, and whom that hit'

/** What a row came to, in a row: `matrix` lays those of all variants side by side. */
function tellRow(t: Actions, { shard, shardOn, delay, predicted }: Row, sent: readonly Sent[], blast: Blast): void {
  const { deaths, seen, seenAfter } = blast
  const { dead } = predicted
  const out = seen.flatMap(({ tenant }, i) => (seenAfter[i]!.ok === 0 ? [roleOf(tenant)] : []))
  t.tell({
    title: SUMMARY,
    heads: [
      'shard',
      '#delay',
      '#predicted',
      '#died',
      '#deaths',
      '#last after s',
      'out predicted',
      'out',
      ...seen.map(({ tenant }) => `#longest s of ${roleOf(tenant)}`),
    ],
    rows: [
      [
        shard === 0 ? 'off' : `${shard}${shardOn === undefined ? '' : ` on ${shardOn}`}`,
        String(delay),
        typeof dead === 'object' ? dead.join(' to ') : String(dead === 'shard' ? SIZE : dead),
        String(new Set(deaths.map(d => d.pod)).size),
        String(deaths.length),
        deaths.length === 0 ? '-' : seconds(Math.max(...deaths.map(d => d.at)) - sent[0]!.at),
        predicted.out.join(', ') || 'nobody',
        out.join(', ') || 'nobody',
        ...seen.map(({ longestGap }) => seconds(longestGap)),
      ],
    ],
  })
}

/** Which crash of a querier kept it away for how long, and who died next. */
function tellAbsences(t: Actions, sent: readonly Sent[], { absences, attackers: { first } }: Blast): void {
  if (absences.every(a => a.to === undefined)) return
  t.tell({
    title: 'Crashes, and how long queriers were away until they were started again',
    heads: ['querier', 'in the shard', '#crash', '#s after the first query', '#s away', 'who died next'],
    rows: absences.map(({ querier, from, to }, i) => [
      querier,
      first.includes(querier) ? 'yes' : 'no',
      String(absences.slice(0, i + 1).filter(a => a.querier === querier).length),
      seconds(from - sent[0]!.at),
      to === undefined ? 'not back' : seconds(to - from),
      absences[i + 1]?.querier ?? 'nobody',
    ]),
  })
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1)

/** Tells in tables who died when, what the client saw, and the blast radius predicted beside the one that was seen. */
export function tellBlast(t: Actions, row: Row, sent: readonly Sent[], blast: Blast): void {
  const { predicted } = row
  const { deaths, seen, seenAfter, shards } = blast
  tellRow(t, row, sent, blast)
  t.tell({
    title: 'Deaths by the query',
    heads: ['querier', '#s after it was sent', 'how', 'in the shard of'],
    rows: deaths.map(({ pod, at, detail = '' }) => [
      pod,
      seconds(at - sent[0]!.at),
      detail,
      [...shards].flatMap(([tenant, own]) => (own.includes(pod) ? [tenant] : [])).join(', ') || 'nobody',
    ]),
  })
  tellAbsences(t, sent, blast)
  t.tell({
    title: 'What the client was answered',
    heads: ['query', '#s', 'answer'],
    rows: sent.map(({ took, answer }, i) => [String(i + 1), seconds(took), answer]),
  })
  const dead = new Set(deaths.map(d => d.pod))
  t.tell({
    title: 'Blast radius, predicted and seen by clients',
    heads: [
      'tenant',
      'shard',
      '#of it died',
      'predicted',
      '#failed',
      '#answered while they were away',
      '#longest s without an answer',
    ],
    rows: seen.map(({ tenant, ok, failed, longestGap }, i) => {
      const own = shards.get(tenant)!
      return [
        tenant,
        own.join(', '),
        String(own.filter(name => dead.has(name)).length),
        predicted.unsaid?.includes(roleOf(tenant))
          ? 'not said'
          : predicted.out.includes(roleOf(tenant))
            ? 'out'
            : 'goes on',
        `${failed} of ${ok + failed}`,
        String(seenAfter[i]!.ok),
        seconds(longestGap),
      ]
    }),
  })
}
