import type { Actions, Controls, ServerTopology } from '../../harness/prometheus/index.ts'
import { lacks } from './lost.ts'
import { olderThan, UNTOLD, wholeHistory } from './predictions.ts'
import { spoiled } from './spoiled.ts'

const DAYS_15 = 15 * 86_400_000

/** Starts the new server with settings of its own. */
const withSettings =
  (settings: Partial<ServerTopology>) =>
  (t: Actions): Promise<void> =>
    t.apply(topology => ({ ...topology, ...settings }))

/** What the new server deletes, because it was told to keep less. */
export const retentionControls = [
  {
    id: 'retention-by-time',
    description:
      'the retention flag is forgotten, so 15 days are kept: the new server starts, and deletes every block that ends 15 days before the newest',
    expectFail: ['ticks'],
    mayFail: UNTOLD,
    steps: spoiled({ name: 'forget the retention', beforeStart: withSettings({ retention: '15d' }) }),
    verify: lacks(judged => ({ history: olderThan(judged, DAYS_15)!, scraped: 0 })),
  },
  {
    id: 'retention-by-size',
    description:
      'the limit of the size is smaller than head and WAL, which are counted first: the new server starts, and deletes every block without an error',
    expectFail: ['ticks'],
    mayFail: UNTOLD,
    steps: spoiled({ name: 'limit the size', beforeStart: withSettings({ retentionSize: '50KB' }) }),
    verify: lacks(judged => ({ history: wholeHistory(judged)!, scraped: 0 })),
  },
] as const satisfies Controls
