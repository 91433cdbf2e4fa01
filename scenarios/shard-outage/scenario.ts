import { killPods } from '../../harness/index.ts'
import {
  type Actions,
  type Controls,
  ingestersOfShard,
  type Step,
  scenario,
  withConfig,
  withMemoryLimit,
} from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { noReadsNorWrites, readsWhilePodIsGone } from '../objectives.ts'
import { found } from '../reasons.ts'
import { DOCUMENT, ingesterRing, lookingBack, manyIngesters, older } from '../sharding.ts'
import { choose, PER_ZONE, SIZE, VICTIMS, victimsOf } from './tenants.ts'

/** Seconds for which readers look back: while they ask every ingester, an outage hits the reads of all tenants. */
const LOOKBACK = 60

/** Bytes of memory that a pod may have, many times what it needs: one that dies of it is told apart from those that are killed. */
const MEMORY = 2 * 1024 ** 3

/**
 * Tells the blast radius, predicted from the ring and seen by clients, and asserts it: all writes failed of those who have both victims in their shards, and of nobody
 * else a single one.
 * @param seen of writes, while the ingesters were away
 */
async function expectBlastRadius(t: Actions, seen: ReturnType<Actions['seen']>): Promise<void> {
  const { ring } = await ingesterRing(t)
  const killed = seen.map(({ tenant }) => victimsOf(ring, tenant).length)
  const predicted = killed.map(n => n === VICTIMS.length)
  t.tell({
    title: `Blast radius of ${VICTIMS.join(' and ')}, predicted for shards of ${SIZE}`,
    heads: ['tenant', `shard of ${SIZE}`, '#of these killed', 'writes predicted', '#writes failed'],
    rows: seen.map(({ tenant, ok, failed }, i) => [
      tenant,
      ring.ids(tenant, SIZE).join(', '),
      String(killed[i]),
      predicted[i] ? 'fail' : 'go on',
      `${failed} of ${ok + failed}`,
    ]),
  })
  const hit = t.run.tenants.filter((_, i) => predicted[i]).join(' and ')
  await t.expect(`all writes of ${hit} to fail, and no other`, () => {
    const right = seen.every(({ ok, failed }, i) => (predicted[i] ? ok === 0 && failed > 0 : ok > 0 && failed === 0))
    return right || seen.map(({ tenant, ok, failed }) => `${tenant}: ${failed} of ${ok + failed} failed`).join(', ')
  })
}

const steps = [
  older(SIZE, LOOKBACK),
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
      await expectBlastRadius(t, seen)
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
    expectFail: ['expectations', 'availability', 'assertions'],
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
  topology: pace => {
    const limits = { ingestion_tenant_shard_size: SIZE }
    const sharded = withConfig(lookingBack(manyIngesters(pace, PER_ZONE), LOOKBACK), { limits })
    const all = sharded.workloads.map(w => w.name)
    return withMemoryLimit(sharded, all, MEMORY)
  },
  load: {
    tenants: {
      both: { faults: { 'kill-pod': noReadsNorWrites } },
      'both-too': { faults: { 'kill-pod': noReadsNorWrites } },
      one: {},
      'one-too': {},
      none: {},
      'none-too': {},
    },
    // Six tenants and nine ingesters, for the same machine.
    series: 300,
    writesPerSecond: 12,
    choose,
  },
  objectives: { faults: { 'kill-pod': readsWhilePodIsGone } },
  faults: { kill: killPods(...VICTIMS) },
  gates: { ringWhole },
  assertions: { 'tenant-outside-of-its-shard': ingestersOfShard(SIZE) },
  steps,
  controls,
})
