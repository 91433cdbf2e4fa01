import type { Actions, Controls } from '../../harness/mimir/index.ts'
import { askNumber } from '../ask.ts'
import { QUERIERS_LOOK_FOR_BLOCKS } from '../built-in-waits.ts'
import { KEPT, type KeptFact, predictKept, readAll } from '../shard-facts.ts'
import { asPredicted } from '../shard-reads.ts'
import { LOOKBACK, older, resize } from '../sharding.ts'
import { FROM, SHRUNK, TO } from './sizes.ts'

/** Milliseconds before the change that are looked at until everything is found again. */
const LOOKED_AT = 20_000
/** Milliseconds in which everything must be found again. Heads are kept for `LOOKBACK`, and blocks of them are shipped and loaded before; then queriers have to look. */
const HEALED = LOOKBACK * 1000 + QUERIERS_LOOK_FOR_BLOCKS.ms
/** Milliseconds until every write before a moment is answered, on a machine that is busy, too. */
const SETTLED = 5000

/** How many samples of a tenant a query finds in the 20 s before a moment (ms). */
const found = (t: Actions, tenant: string, moment: number): Promise<number> =>
  askNumber(t, tenant, `sum(count_over_time(gauntlet_sample[${LOOKED_AT / 1000}s] @ ${moment / 1000}))`)

export const controls = [
  {
    id: 'naive-order',
    description:
      'the shards are made smaller while reads ask the shard alone: of what was written before, each read finds just the series that the ring gives for the two zones that answered, with status 200, until the store has them',
    expectFail: ['loss'],
    mayFail: ['rules', 'exemplars'],
    steps: [
      older(TO, LOOKBACK, () => SHRUNK),
      {
        name: 'make the shards smaller',
        async run(t) {
          const predicted = await predictKept(t, SHRUNK, { written: FROM, asked: TO })
          const moment = Date.now() - SETTLED
          const whole = await Promise.all(SHRUNK.map(tenant => found(t, tenant, moment)))
          const before = Date.now()
          await resize(t, SHRUNK, TO)
          const written = { from: 0, to: before }
          t.note(KEPT, { written, read: { from: Date.now(), to: before + 60_000 }, ...predicted } satisfies KeptFact)
          await readAll(t, SHRUNK, { at: moment, seconds: LOOKED_AT / 1000, times: 15 })
          await t.wait('what was missing to be found again', QUERIERS_LOOK_FOR_BLOCKS, () =>
            t.expect(
              'the store to serve what lies outside of the smaller shards',
              async () => {
                const now = await Promise.all(SHRUNK.map(tenant => found(t, tenant, moment)))
                return now.every((n, i) => n >= whole[i]!) || `${now.join(' and ')} of ${whole.join(' and ')} samples`
              },
              { within: HEALED - (Date.now() - before) },
            ),
          )
          t.tell({
            title: 'Seconds until everything was found again',
            heads: ['shards', '#seen', '#at most'],
            rows: [[`${FROM} to ${TO}`, ((Date.now() - before) / 1000).toFixed(0), String(HEALED / 1000)]],
          })
        },
      },
    ],
    verify: judged => asPredicted(judged, 40),
  },
] as const satisfies Controls
