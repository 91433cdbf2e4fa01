import { killPods } from '../../harness/index.ts'
import { type Actions, type Controls, type Step, scenario, withConfig } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { readsWhilePodIsGone } from '../objectives.ts'
import { found } from '../reasons.ts'
import { DOCUMENT, lookingBack, manyIngesters, outliveLookback } from '../sharding.ts'
import { chooseBy, IN_BOTH, VICTIMS } from './tenants.ts'

/** Three ingesters of each of three zones; a shard has one of each. */
const PER_ZONE = 3
const SIZE = 3

/** Seconds for which readers look back: while they ask every ingester, an outage hits the reads of all tenants. */
const LOOKBACK = 60

/** As long as a fault may last: whoever is hit is out until it is recovered. */
const OUT = { longestGap: 120_000, latency: 120_000, errorRatio: 1 } as const

/** What the tenant whose writes have no quorum must do without. */
const out = {
  writes: OUT,
  instant: OUT,
  range: OUT,
  labels: OUT,
  'cross-tenant': OUT,
  rules: OUT,
  'rules-api': OUT,
  evaluations: 120_000,
} as const

/** The writes of just one tenant failed, all of them, and of nobody else a single one. @param seen while the ingesters were away */
async function onlyOneFails(t: Actions, seen: ReturnType<Actions['seen']>): Promise<void> {
  const hit = t.run.tenants[IN_BOTH]!
  await t.expect(`all writes of ${hit} to fail, and no other`, () => {
    const right = seen.every(({ ok, failed }, i) => (i === IN_BOTH ? ok === 0 && failed > 0 : ok > 0 && failed === 0))
    return right || seen.map(({ tenant, ok, failed }) => `${tenant}: ${failed} of ${ok + failed} failed`).join(', ')
  })
}

const steps = [
  {
    name: 'let ingesters get older than the lookback',
    ref: DOCUMENT,
    run: t => outliveLookback(t, t.run.tenants, SIZE, LOOKBACK),
  },
  {
    name: 'kill two ingesters of different zones, and start them again',
    ref: DOCUMENT,
    async run(t) {
      await t.gate('ringWhole')
      await t.inject('kill')
      const since = Date.now()
      await t.traffic(8)
      const seen = t.seen('writes', since)
      await t.recover('kill')
      await onlyOneFails(t, seen)
    },
  },
  {
    name: 'steady state again',
    async run(t) {
      await t.gate('ringWhole')
      await t.traffic(5)
    },
  },
] as const satisfies readonly Step<'ringWhole', 'kill'>[]

const controls = [
  {
    id: 'no-shards',
    description: 'no tenant has a shard: the same two ingesters take the writes of all of them',
    expectFail: ['expectations', 'availability'],
    mayFail: ['rules', 'coverage'],
    topology: t => withConfig(t, { limits: { ingestion_tenant_shard_size: 0 } }),
    steps: steps.filter(s => !s.name.startsWith('let ')),
    faults: { kill: killPods(...VICTIMS) },
    verify: judged => found(judged, 'expectations', 'expectation'),
  },
] as const satisfies Controls<'ringWhole', 'kill'>

export default scenario({
  id: 'shard-outage',
  title: 'Two ingesters die, and hit some tenants only',
  proves:
    'With shuffle sharding, two ingesters of different zones can die at once: just the tenants whose shards have both of them can not write or read until these are back. Of the others no write fails or waits, and no query fails.',
  suites: ['nightly'],
  topology: pace =>
    withConfig(lookingBack(manyIngesters(pace, PER_ZONE), LOOKBACK), { limits: { ingestion_tenant_shard_size: SIZE } }),
  load: {
    tenants: { both: { faults: { 'kill-pod': out } }, one: {}, none: {} },
    choose: cluster => chooseBy(cluster, { members: 3 * PER_ZONE, size: SIZE }),
  },
  objectives: { faults: { 'kill-pod': readsWhilePodIsGone } },
  faults: { kill: killPods(...VICTIMS) },
  gates: { ringWhole },
  steps,
  controls,
})
