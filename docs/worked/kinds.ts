import type { HistoryEvent } from '../../harness/history/events.ts'
import { type Dataset, everyStripeOf, type KindName, kindOf } from '../../harness/mimir/signals/ledger/dataset.ts'
import { chunksOf } from '../../harness/mimir/signals/ledger/final-read.ts'
import { latenessOf } from '../../harness/mimir/signals/ledger/kinds/kind-schedule.ts'
import { at, end, NOON, read, runOf, write } from '../../test/unit/checks/histories.ts'
import { answerTo, increaseWithoutResets, type Stored, storedOf } from '../../test/unit/checks/kinds-model.ts'
import type { Worked } from './worked.ts'

const FINAL = 120_000

const datasetOf = (kind: KindName): Dataset => ({
  ...{ tenants: ['tenant-a'], series: 2, stripes: 1, interval: 1000, epoch: NOON },
  kinds: { 'tenant-a': [kind] },
})

/**
 * One kind is written each second, each write acked, and read in the end.
 * @param ticks how many samples
 * @param instead what Mimir stored in place of what it should have
 */
function storing(
  kind: KindName,
  ticks: number,
  instead: (stored: Stored, tick: number) => Stored[],
  increase?: typeof increaseWithoutResets,
): HistoryEvent[] {
  const dataset = datasetOf(kind)
  const of = everyStripeOf(dataset, 0).find(s => kindOf(dataset, s) === kind)!
  const all = Array.from({ length: ticks }, (_, tick) => tick)
  const stored = all.flatMap(tick => storedOf(dataset, of, [tick, tick]).flatMap(s => instead(s, tick)))
  const writes = all.map(tick => {
    const start = at(1000 * tick + 500)
    return write(tick, { ...of, due: start, start, end: start + 10 })
  })
  const reads = chunksOf(dataset, 'final', at(FINAL))
    .filter(q => q.stripe === of.stripe)
    .map(question => {
      const { seen, ...shown } = question.read(answerTo(question, stored, increase))
      const { asks, window } = question
      const event = read(FINAL, seen ?? [], { path: 'final', ...of, window: window!, ...shown, ...(asks && { asks }) })
      return seen === undefined ? { ...event, seen: undefined } : event
    })
  return [...writes, ...reads, end(FINAL + 1000)]
}

/** One bucket has an observation more. */
function oneMore(stored: Stored): Stored {
  const value = stored.value as Exclude<Stored['value'], Buffer>
  const [[lower, upper, n], ...rest] = value.buckets as [[number, number, number], ...[number, number, number][]]
  return { ...stored, value: { ...value, buckets: [[lower, upper, n + 1], ...rest] } }
}

const example = (rule: string, kind: KindName, what: string, history: HistoryEvent[]): Worked => ({
  ...{ rule, what, history, check: 'loss', verdict: 'invalid' },
  run: runOf({ dataset: datasetOf(kind) }),
})

const asWritten = (stored: Stored): Stored[] => [stored]
/** The first tick that is late by more than half a minute. */
const veryLate = Array.from({ length: 200 }, (_, tick) => tick).findIndex(
  tick => latenessOf('late', tick, 1000) > 30_000,
)

export const kindRules: Worked[] = [
  example(
    'Histograms',
    'integer_histogram',
    'Ten histograms are written. In the fifth one bucket comes back with one observation more than was written.',
    storing('integer_histogram', 10, (s, tick) => [tick === 4 ? oneMore(s) : s]),
  ),
  example(
    'Series that end',
    'churn',
    'A series has ended after ten samples and the next one has begun. The eleventh sample is found in the old series.',
    storing('churn', 12, (s, tick) =>
      tick === 10 ? [{ ...s, labels: { ...s.labels, generation: '0' } }] : asWritten(s),
    ),
  ),
  example(
    'Stale markers',
    'stale_marker',
    'The tenth sample is a stale marker. Mimir has a 0 there.',
    storing('stale_marker', 12, (s, tick) => [tick === 9 ? { ...s, value: Buffer.alloc(8) } : s]),
  ),
  example(
    'The counter',
    'counter',
    'Each sample is as it was written, and the counter began anew once. `increase` does not see that.',
    storing('counter', 40, asWritten, increaseWithoutResets),
  ),
  example(
    'Late samples',
    'late',
    'A sample is written each second, some of them late by some seconds. The first one that is late by more than half a minute is gone.',
    storing('late', veryLate + 5, (s, tick) => (tick === veryLate ? [] : asWritten(s))),
  ),
  example(
    'Samples that come too late',
    'too_late',
    'The tenant has no out-of-order window. Every other sample is older than those before it, and Mimir takes it all the same.',
    storing('too_late', 6, asWritten),
  ),
]
