import { killPods } from '../../harness/index.ts'
import { type Actions, type Controls, microservices, type Topology } from '../../harness/mimir/index.ts'
import { lookingBack, older, resize } from '../sharding.ts'
import { onlyOneFailed, TOO_SMALL, type TooSmall } from './failed.ts'
import { SIZES, sharing, tenantsOf } from './sizes.ts'
import { shardsTake, tenantOf } from './takes.ts'

/** Seconds for which readers look back. */
export const LOOKBACK = 60

/** Ingesters in no zones. */
const MEMBERS = 6

/** As many replicas of each sample, wherever ingesters are. */
const withoutZones = ({ pace }: Topology): Topology =>
  lookingBack(microservices({ zones: 1, pace, replicas: { ingester: MEMBERS } }), LOOKBACK)

const VICTIM = 'ingester-0'

const load = { tenants: tenantsOf(SIZES), choose: sharing(VICTIM, MEMBERS) }

const age = older(SIZES.few, LOOKBACK, t => [tenantOf(t, 'few')])

/** Without zones a size is what it says. */
const takes = {
  name: 'write to shards of each size',
  run: (t: Actions) =>
    shardsTake(t, { off: [0, MEMBERS], few: [2, 2], three: [3, 3], four: [4, 4], thousand: [1000, MEMBERS] }),
}

export const controls = [
  {
    id: 'one-without-zones',
    description:
      'without zones a shard of one ingester is smaller than a quorum of three replicas: every write and read of that tenant fails until its size is 2 again, and of no other',
    expectFail: ['availability'],
    mayFail: ['rules', 'coverage'],
    topology: withoutZones,
    load,
    steps: [
      age,
      takes,
      {
        name: 'set a size of one',
        async run(t) {
          const few = [tenantOf(t, 'few')]
          await resize(t, few, 1)
          const from = Date.now()
          await t.traffic(10)
          t.note(TOO_SMALL, { from, to: Date.now() } satisfies TooSmall)
          await resize(t, few, SIZES.few)
          await shardsTake(t, { few: [SIZES.few, 2] })
        },
      },
    ],
    verify: judged => onlyOneFailed(judged, 'few'),
  },
  {
    id: 'two-without-zones',
    description:
      'without zones a shard of two ingesters has two of three replicas and no more: when one of them dies every write and read of that tenant fails, and of no other, though all have it in their shards',
    expectFail: ['availability'],
    mayFail: ['rules', 'coverage'],
    topology: withoutZones,
    load,
    faults: { kill: killPods(VICTIM) },
    steps: [
      age,
      takes,
      {
        name: 'kill an ingester of every shard, and start it again',
        async run(t) {
          await t.inject('kill')
          const from = Date.now()
          await t.traffic(20)
          t.note(TOO_SMALL, { from, to: Date.now() } satisfies TooSmall)
          await t.recover('kill')
          await t.traffic(5)
        },
      },
    ],
    verify: judged => onlyOneFailed(judged, 'few'),
  },
] as const satisfies Controls<'ringWhole', 'kill'>
