import type { HistoryEvent } from '../../harness/history/events.ts'
import { all, end, read, runOf, write } from '../../test/unit/checks/histories.ts'
import { probes, run as probing } from '../../test/unit/checks/label-probes.ts'
import { slowStripe } from './slow-stripe.ts'
import type { Worked } from './worked.ts'

const run = runOf()

/** Sixty samples, four looks at the last of them, and the final read. */
const sound: HistoryEvent[] = [
  ...Array.from({ length: 60 }, (_, tick) => write(tick)),
  ...[20_300, 30_500, 40_700, 50_900].map(ms => read(ms, [all([0, Math.floor(ms / 1000)])])),
  read(61_000, [all([0, 59])], { path: 'final' }),
  end(62_000),
]

export const excludesRules: Worked[] = [
  {
    rule: 'Rare defects',
    what: '60 requests were acked, and none is lost. If one in 20 were, such a run would have found it with 95 % confidence.',
    run,
    history: sound,
    check: 'loss',
    verdict: 'valid',
    excludes: 'lost write requests',
  },
  {
    rule: 'Late reads',
    what: 'The youngest sample that a read had to hold was acked 290 ms before it. A Mimir that shows samples after 200 ms would look the same.',
    run,
    history: sound,
    check: 'loss',
    verdict: 'valid',
    excludes: 'samples that come late to reads',
  },
  {
    rule: 'Gaps',
    what: 'Labels are asked for every 100 ms for 3 s. The longest time between two answers was 100 ms, and 200 ms are allowed.',
    run: probing,
    history: probes(),
    check: 'availability',
    verdict: 'valid',
    excludes: 'gaps',
  },
  {
    rule: 'Slow stripes',
    what: 'Ten stripes are written once a second for 10 s. One of them takes 190 ms, and 200 ms are allowed.',
    run,
    history: slowStripe(190),
    check: 'availability',
    verdict: 'valid',
    excludes: 'slow stripes',
  },
]
