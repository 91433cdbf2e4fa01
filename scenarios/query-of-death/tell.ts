import type { Actions } from '../../harness/mimir/index.ts'
import type { Sent } from './deadly-query.ts'
import type { Blast } from './judge.ts'
import type { Row } from './row.ts'
import { roleOf } from './tenants.ts'
import { shardsOf } from './who-runs.ts'

const seconds = (ms: number): string => (ms / 1000).toFixed(1)

/** Tells in tables who died when, what the client saw, and the blast radius predicted beside the one that was seen. */
export async function tellBlast(
  t: Actions,
  { shard, predicted }: Row,
  sent: readonly Sent[],
  { deaths, seen, seenAfter }: Blast,
): Promise<void> {
  const shards = await shardsOf(t, shard)
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
  t.tell({
    title: 'What the client was answered',
    heads: ['query', '#s', 'answer'],
    rows: sent.map(({ took, answer }, i) => [String(i + 1), seconds(took), answer]),
  })
  const dead = new Set(deaths.map(d => d.pod))
  t.tell({
    title: 'Blast radius, predicted and seen by clients',
    heads: ['tenant', 'shard', '#of it died', 'predicted', '#failed', '#answered while they were away'],
    rows: seen.map(({ tenant, ok, failed }, i) => {
      const own = shards.get(tenant)!
      return [
        tenant,
        own.join(', '),
        String(own.filter(name => dead.has(name)).length),
        predicted.out.includes(roleOf(tenant)) ? 'out' : 'goes on',
        `${failed} of ${ok + failed}`,
        String(seenAfter[i]!.ok),
      ]
    }),
  })
}
