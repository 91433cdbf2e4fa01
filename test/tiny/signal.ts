import { z } from 'zod'
import { rareIn } from '../../harness/checks/excludes.ts'
import { operationOf } from '../../harness/checks/lanes.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { response } from '../../harness/history/response.ts'
import type { RunInfo } from '../../harness/history/run-info.ts'
import type { Stream } from '../../harness/history/signal.ts'
import type { Finding } from '../../harness/history/verdict.ts'
import type { LiveSignal } from '../../harness/load/client.ts'
import { SPACING } from './protocol.ts'

/** One item that was sent through the gateway. */
const ItemEvent = z.object({
  type: z.literal('item'),
  item: z.string(),
  ...response,
  acked: z.boolean(),
})
type ItemEvent = z.infer<typeof ItemEvent>

/** All items that were there at the end. */
const ItemsReadEvent = z.object({ type: z.literal('items-read'), at: z.number(), items: z.array(z.string()) })
type ItemsReadEvent = z.infer<typeof ItemsReadEvent>

declare module '../../harness/history/events.ts' {
  interface EventTypes {
    item: ItemEvent
    'items-read': ItemsReadEvent
  }
}

declare module '../../harness/history/signal.ts' {
  interface CheckNames {
    kept: true
  }
  interface PathNames {
    items: true
  }
}

const stream: Stream = {
  name: 'items',
  title: 'Items sent to the tiny store',
  covers: 'moments',
  timed: true,
  parts: run => run.tenants.map(tenant => `items of ${tenant}`),
  record: (run, event) =>
    event.type === 'item'
      ? { part: `items of ${run.tenants[0]}`, from: event.start, to: event.end, ok: event.acked }
      : undefined,
  failed: event => (event.type === 'item' ? { ...event, acked: false, error: 'made to fail' } : event),
  operations: (_run, event) =>
    event.type === 'item' ? { tenant: 0, operations: [operationOf(event, event.due, event.acked)] } : undefined,
}

/** Is every item there that was acknowledged? invalid: one is missing. unknown: none was acknowledged, or nothing was read. */
function kept(_run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const acked = events.filter(e => e.type === 'item').filter(e => e.acked)
  const read = events.findLast(e => e.type === 'items-read')
  const found = new Set(read?.items)
  const missing = read ? acked.filter(e => !found.has(e.item)) : []
  return {
    check: 'kept',
    verdict: missing.length > 0 ? 'invalid' : acked.length === 0 || !read ? 'unknown' : 'valid',
    summary: `${missing.length} of ${acked.length} acked items missing`,
    evidence: missing.map(({ item, start }) => ({ kind: 'missing', text: `item ${item}`, from: start, to: start })),
  }
}

const keptExcludes = (_run: RunInfo, events: readonly HistoryEvent[]) =>
  rareIn('lost items', events.filter(e => e.type === 'item' && e.acked).length)

/** Items that are sent one after the other, and read back at the end. */
export const items: LiveSignal = {
  name: 'items',
  always: true,
  records: [ItemEvent, ItemsReadEvent],
  streams: [stream],
  objectives: { items: { usual: 200, most: 10_000 } },
  checks: { kept: { judge: kept, excludes: keptExcludes } },
  compared: ['items_p99_ms', 'items_longest_gap_ms'],
  describe: () => ({ spacing: { items: SPACING } }),
  client: async () => (await import('./client.ts')).itemsClient(),
}
