import { oneOfEach, scenario } from '../../harness/mimir/index.ts'
import { found } from '../../scenarios/reasons.ts'

/** How many tenants there are. */
const TENANTS = Number(process.env.TENANTS ?? 300)
/** Each path of each tenant is probed once in so many seconds (the harness keeps to fifty probes a second), and four of each are enough. */
const SECONDS = Math.max(20, Math.ceil((4 * 5 * TENANTS) / 50))

/** Not an operation: many small tenants, every sample of each accounted for. */
export default scenario({
  id: 'bench-tenants',
  title: `${TENANTS} tenants of five series each`,
  proves: 'The ledger writes and accounts for all samples of many tenants.',
  suites: [],
  topology: pace => oneOfEach({ zones: 3, pace }),
  load: {
    tenants: Array.from({ length: TENANTS }, (_, i) => `tenant-${String(i).padStart(4, '0')}`),
    series: 5,
    writesPerSecond: 0.2,
  },
  objectives: { steady: { writes: { latency: 2000 }, instant: { latency: 2000 } } },
  steps: [{ name: 'load', run: t => t.traffic(SECONDS) }],
  controls: [
    {
      id: 'dropped-push',
      description: 'the gateway acks every 100th push and drops it',
      expectFail: ['loss'],
      mayFail: ['assertions'],
      verify: judged => found(judged, 'loss', 'lost'),
      inject: { step: 'load', defect: { kind: 'drop-push', every: 100 } },
    },
  ],
})
