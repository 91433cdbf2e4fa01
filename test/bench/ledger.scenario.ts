import { oneOfEach, scenario } from '../../harness/mimir/index.ts'
import { found } from '../../scenarios/reasons.ts'

/** Not an operation: a minute of 10,020 samples a second over three tenants, every one accounted for. `npm run bench` runs it. */
export default scenario({
  id: 'bench-ledger',
  title: 'A minute of 10,020 samples a second over three tenants',
  proves: 'The ledger writes and accounts for 10,000 acked samples a second.',
  suites: [],
  topology: pace => oneOfEach({ zones: 3, pace }),
  load: { series: 3340, writesPerSecond: 10 },
  objectives: { steady: { writes: 2000, instant: 2000 } },
  steps: [{ name: 'a minute of load', run: t => t.traffic(60) }],
  controls: [
    {
      id: 'dropped-push',
      description: 'the gateway acks every 400th push and drops it',
      expectFail: ['loss'],
      mayFail: ['assertions', 'exemplars'],
      verify: judged => found(judged, 'loss', 'lost'),
      inject: { step: 'a minute of load', defect: { kind: 'drop-push', every: 400 } },
    },
  ],
})
