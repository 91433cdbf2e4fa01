// A repository of one's own imports these from 'mimir-gauntlet' and 'mimir-gauntlet/mimir'.
import { above, equals, gate, type Judged } from '../../harness/index.ts'
import { call, microservices, scenario, withOverrides } from '../../harness/mimir/index.ts'

/** It sends 100 samples a second: less than its role allows, and twice what it may send in between. */
const limit = (rate: number) => ({ ingestion_rate: rate, ingestion_burst_size: rate })
const [ENOUGH, TIGHT] = [400, 50]

const limited = { overrides: limit(ENOUGH), expectsLimits: true }
/** `large` sends ten times the samples of `small`. */
const tenants = { small: {}, large: { series: 1000, writesPerSecond: 20 }, limited }

const LOWER = 'lower the limit below what the tenant sends'
const DISTRIBUTORS = '{component="distributor"}'
const discarded = 'sum(rate(cortex_discarded_samples_total{reason="rate_limited", user="limited"}[5s]))'

/** What contradicts the control: failures of another tenant, or of reads. */
function onlyLimitedWritesFailed({ findings }: Judged): string | undefined {
  const evidence = findings.find(f => f.check === 'availability')?.evidence ?? []
  const other = evidence.find(e => e.tenant !== 'limited' || e.data?.path !== 'writes')
  return other && `not of the limited tenant's writes: ${other.text}`
}

export default scenario({
  id: 'tenant-roles',
  title: 'One tenant is limited for a while, beside one with ten times the load',
  proves:
    'A tenant that sends more than its ingestion limit is refused as its clients expect. The other tenants do not notice it, and no acknowledged sample is lost.',
  suites: ['quick'],

  topology: pace => microservices({ zones: 3, pace }),
  load: { tenants, series: 100, writesPerSecond: 10 },
  objectives: { steady: { writes: 1000, instant: 1000 } },

  gates: {
    limited: gate(discarded, above(0), DISTRIBUTORS),
    'not limited': gate(`${discarded} or vector(0)`, equals(0), DISTRIBUTORS),
  },

  steps: [
    {
      name: 'look at the limit',
      async run(t) {
        await t.expect(`an ingestion rate of ${ENOUGH} for the tenant "limited"`, async () => {
          const limits = await call(t.cluster.pod('distributor-0').url, 'GET', '/api/v1/user_limits', {
            tenant: 'limited',
          })
          return JSON.parse(limits).ingestion_rate === ENOUGH || limits
        })
        await t.gate('not limited')
        await t.traffic(4)
      },
    },
    {
      name: LOWER,
      ref: 'Mimir docs, "About Grafana Mimir runtime configuration"',
      async run(t) {
        await t.apply(topology => withOverrides(topology, 'limited', limit(TIGHT)))
        await t.gate('limited')
        await t.traffic(4)
      },
    },
    {
      name: 'raise it again',
      async run(t) {
        await t.apply(topology => withOverrides(topology, 'limited', limit(ENOUGH)))
        await t.gate('not limited')
        await t.traffic(4)
      },
    },
  ],

  controls: [
    {
      id: 'limit-not-expected',
      description:
        'the role of the limited tenant does not expect limits: its writes have failed, and nobody else has noticed',
      expectFail: ['availability'],
      load: { tenants: { ...tenants, limited: { ...limited, expectsLimits: false } } },
      verify: onlyLimitedWritesFailed,
    },
    {
      id: 'never-limited',
      description:
        'the limit is not lowered: a tenant that expects limits was not limited, so nothing of that was tested',
      expectFail: ['coverage'],
      verdict: 'unknown',
      steps: [{ name: 'look on', run: t => t.traffic(8) }],
      verify: ({ findings }) =>
        findings.some(f => f.check === 'coverage' && f.evidence.some(e => e.kind === 'limits'))
          ? undefined
          : 'coverage does not say that nobody was limited',
    },
    {
      id: 'refused-writes',
      description: 'the gateway refuses all writes: that a tenant expects limits excuses no other failure',
      expectFail: ['availability'],
      inject: { step: 'raise it again', defect: { kind: 'refuse', route: 'writes' } },
      verify: ({ findings }) => {
        const windows = findings.flatMap(f => f.evidence).filter(e => e.kind === 'window' && e.data?.path === 'writes')
        const spared = Object.keys(tenants).filter(tenant => !windows.some(w => w.tenant === tenant))
        return spared.length === 0 ? undefined : `writes of ${spared.join(', ')} had no window of downtime`
      },
    },
  ],
})
