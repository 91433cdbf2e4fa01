import {
  type Actions,
  type Controls,
  floodOf,
  floods,
  NOISY,
  oneOfEach,
  type Step,
  scenario,
  withConfig,
  withCpuLimit,
  withOverrides,
} from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { found } from '../reasons.ts'
import { ALL_INGESTERS, DOCUMENT, ingesterRing, lookingBack, outliveLookback } from '../sharding.ts'
import { choose, isHit, PER_ZONE, SIZE, sharedWith } from './tenants.ts'

/** Seconds for which readers look back: while they ask every ingester, they wait for those that the flood reaches. */
const LOOKBACK = 60

/** Seconds of flood, and of calm before it at the least. */
const SECONDS = 30

/** Cores that pods may use which the flood reaches: together one, so that half of a machine of two stays free for the others. */
const CORES = { distributor: 0.2, ingester: 0.1 } as const

/** Samples a second that an ingester takes, from whomever: many times what the others need, and a fifth of what the noisy one may send. */
const INGESTER_RATE = 2000

/** Requests a second that are taken of the noisy tenant. */
const LIMITS = { request_rate: 20, request_burst_size: 20 } as const

/** As long as a fault may last: whoever is hit is out until it is recovered. */
const OUT = { longestGap: 120_000, latency: 120_000, errorRatio: 1 } as const

/** What the others get of a limit. */
const LIMITED = 'sum by (user) (increase(cortex_discarded_requests_total{reason="rate_limited"}[60s])) > 0'

/** A limit hits the noisy tenant and nobody else. */
const expectOnlyNoisyLimited = (t: Actions): Promise<void> =>
  t.expect(`requests of ${NOISY} to be limited, and of nobody else`, async () => {
    const users = (await t.observer.query(LIMITED)).map(s => s.labels.user!)
    return (users.length === 1 && users[0] === NOISY) || users.join(', ') || 'nobody'
  })

/** Tells the blast radius, predicted from the ring and seen by clients. @param seen of writes, during the flood */
async function tellBlastRadius(t: Actions, seen: ReturnType<Actions['seen']>): Promise<void> {
  const { ring } = await ingesterRing(t)
  t.tell({
    title: `Writes while ${NOISY} floods, predicted for shards of ${SIZE}: ${ring.ids(NOISY, SIZE).join(', ')}`,
    heads: ['tenant', `shard of ${SIZE}`, `#shared with ${NOISY}`, 'predicted', '#writes failed'],
    rows: seen.map(({ tenant, ok, failed }) => [
      tenant,
      ring.ids(tenant, SIZE).join(', '),
      String(sharedWith(ring, tenant).length),
      isHit(ring, tenant) ? 'hit' : 'go on',
      `${failed} of ${ok + failed}`,
    ]),
  })
}

const steps = [
  {
    name: 'let ingesters get older than the lookback',
    ref: DOCUMENT,
    run: t => outliveLookback(t, t.run.tenants, SIZE, LOOKBACK),
  },
  {
    name: 'calm',
    async run(t) {
      await t.gate('ringWhole')
      await t.traffic(SECONDS)
    },
  },
  {
    name: 'flood writes',
    ref: DOCUMENT,
    async run(t) {
      await t.inject('flood')
      const since = Date.now()
      await t.traffic(SECONDS)
      const seen = t.seen('writes', since)
      await t.recover('flood')
      await tellBlastRadius(t, seen)
    },
  },
  {
    name: 'look whom the limit hit',
    run: expectOnlyNoisyLimited,
  },
  {
    name: 'steady state again',
    async run(t) {
      await t.gate('ringWhole')
      await t.traffic(5)
    },
  },
] as const satisfies readonly Step<'ringWhole', 'flood'>[]

const controls = [
  {
    id: 'limits-off',
    description:
      'the noisy tenant has no limit: distributors, which have no shards, have no CPU left for the others, whose p99 is twice that of the calm or more',
    expectFail: ['neighbours'],
    mayFail: ['availability', 'rules', 'coverage', 'faults'],
    topology: t => withOverrides(t, NOISY, { request_rate: 0, request_burst_size: 0 }),
    steps: steps.filter(s => s.name !== 'look whom the limit hit'),
    faults: { flood: floodOf('writes') },
    verify: judged => found(judged, 'neighbours', 'suffers'),
  },
] as const satisfies Controls<'ringWhole', 'flood'>

export default scenario({
  id: 'noisy-neighbour',
  title: 'One tenant floods the others',
  proves:
    'With a limit for each tenant and shards of ingesters one tenant can send many times its share: the limit hits it alone, ingesters of its shard that can not take more hit those who share a quorum of them, and of all others neither the 99th percentile nor the error rate is twice that of the calm before.',
  suites: ['nightly'],
  topology: pace => {
    const small = oneOfEach({ zones: 3, pace, replicas: { distributor: 2, ingester: PER_ZONE } })
    const sharded = withConfig(lookingBack(small, LOOKBACK), {
      limits: { ingestion_tenant_shard_size: SIZE },
      ingester: { instance_limits: { max_ingestion_rate: INGESTER_RATE } },
    })
    const limited = withOverrides(sharded, NOISY, LIMITS)
    return withCpuLimit(withCpuLimit(limited, 'distributor', CORES.distributor), ALL_INGESTERS, CORES.ingester)
  },
  load: {
    tenants: {
      apart: {},
      one: {},
      sharer: {
        faults: {
          flood: {
            writes: OUT,
            instant: OUT,
            range: OUT,
            labels: OUT,
            'cross-tenant': OUT,
            rules: OUT,
            'rules-api': OUT,
            evaluations: 120_000,
          },
        },
      },
    },
    series: 200,
    writesPerSecond: 12,
    choose,
  },
  signals: [floods],
  faults: { flood: floodOf('writes') },
  gates: { ringWhole },
  steps,
  controls,
})
