import { archive, type Controls, withFlags, withOwnOverrides } from '../../harness/mimir/index.ts'
import { override } from '../override.ts'
import { found, writesFailedWith } from '../reasons.ts'
import { KEPT, type KeptFact, predictKept, readAll } from '../shard-facts.ts'
import { asPredicted } from '../shard-reads.ts'
import { lookingBack, older, READERS, resize, WRITERS } from '../sharding.ts'
import { choose, hiddenFrom } from './hidden-rules.ts'
import { limitAsPredicted, noteMostSeries, SERIES, withSeriesLimit } from './series-limit.ts'
import { SHARDED, SIZES, STORED } from './sizes.ts'

/** Seconds for which readers look back in controls: no ingester comes there. */
const SHORT = 60

const STORE_GATEWAYS = ['store-gateway-zone-a', 'store-gateway-zone-b', 'store-gateway-zone-c']

/** What all but rulers have. */
const SHARD = { 'distributor.ingestion-tenant-shard-size': String(SIZES.ingesters) }

/** What is forgotten on one component. Each begins where that is all that is wrong. */
export const controls = [
  {
    id: 'forgotten-on-distributors',
    description:
      'queriers and rulers have the shards, distributors go on writing to all ingesters: each read finds just the series that the ring gives for the two zones that answered, with status 200',
    expectFail: ['loss'],
    mayFail: ['rules', 'exemplars'],
    signals: [],
    topology: t => lookingBack(withOwnOverrides(t, READERS), SHORT),
    steps: [
      older(SIZES.ingesters, SHORT),
      {
        name: 'shard reads of ingesters',
        async run(t) {
          const predicted = await predictKept(t, SHARDED, { written: 0, asked: SIZES.ingesters })
          await resize(t, SHARDED, SIZES.ingesters, READERS)
          const from = Date.now()
          await t.traffic(5)
          const time = { from, to: Date.now() }
          await readAll(t, SHARDED, { at: time.to, seconds: 3, times: 20 })
          t.note(KEPT, { written: time, read: time, ...predicted } satisfies KeptFact)
        },
      },
    ],
    verify: judged => asPredicted(judged, 40),
  },
  {
    id: 'forgotten-on-rulers',
    description:
      'rulers go on writing what they record to all ingesters, queriers ask the shard alone: two tenants, chosen so that none of it lies in their shards, read nothing of their rules any more, with status 200',
    expectFail: ['rules'],
    mayFail: ['coverage'],
    signals: [],
    load: { tenants: { hidden: {}, 'hidden-too': {}, shown: {} }, choose },
    // From the beginning on: turned on later, and all at once, the shards would hide samples, too.
    topology: t => lookingBack(withFlags(t, [...WRITERS, 'querier'], SHARD), SHORT),
    steps: [
      older(SIZES.ingesters, SHORT),
      // As long as a gap between evaluations may be, and as long again.
      { name: 'go on', run: t => t.traffic(20) },
    ],
    verify: hiddenFrom,
  },
  {
    id: 'forgotten-on-store-gateways',
    description:
      'queriers ask the shard for blocks, and store-gateways load blocks by the whole ring: a block that none of the shard has fails every query for it',
    expectFail: ['archive'],
    signals: [archive],
    topology: t => withOwnOverrides(t, [...READERS, ...STORE_GATEWAYS]),
    steps: [
      {
        name: 'shard reads of blocks',
        async run(t) {
          const shard = { store_gateway_tenant_shard_size: SIZES.storeGateways }
          await override(t, STORED, shard, { workloads: READERS, atOnce: true })
          await t.traffic(20)
        },
      },
    ],
    verify: judged => found(judged, 'archive', 'errors'),
  },
  {
    id: 'forgotten-on-ingesters',
    description:
      "distributors write to the shard, and ingesters share a tenant's series limit among all of them: half of what each has in the shard is refused though the tenant is below its limit",
    expectFail: ['availability'],
    mayFail: ['rules', 'coverage'],
    signals: [],
    load: { tenants: SHARDED, series: SERIES },
    topology: t => withOwnOverrides(withSeriesLimit(t), ['distributor', ...READERS]),
    steps: [
      {
        name: 'shard writes, and forget ingesters',
        async run(t) {
          await t.gate('ringWhole')
          await resize(t, SHARDED, SIZES.ingesters, ['distributor', ...READERS])
          await t.traffic(5)
          await noteMostSeries(t)
        },
      },
    ],
    verify: judged => limitAsPredicted(judged) ?? writesFailedWith(judged, 'err-mimir-max-series-per-user'),
  },
] as const satisfies Controls<'ringWhole'>
