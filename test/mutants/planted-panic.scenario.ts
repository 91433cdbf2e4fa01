import { scenario, writeSeries } from '../../harness/mimir/index.ts'
import { PLANTED } from '../../scenarios/query-of-death/queries-of-death.ts'
import { BASE } from '../../scenarios/query-of-death/rows.ts'
import shardAndDelay from '../../scenarios/query-of-death/scenario.ts'
import { runOf } from '../../scenarios/query-of-death/steps.ts'
import { ATTACKER } from '../../scenarios/query-of-death/tenants.ts'
import { attacked } from '../../scenarios/query-of-death/topology.ts'

const { faults, steps } = runOf({ ...BASE, query: 'stored' })
const harmless = runOf({ ...BASE, query: 'stored' })

export default scenario({
  id: 'planted-panic',
  title: 'A stored chunk that kills queriers, contained by a shard',
  proves:
    'With a querier shard for each tenant and a forget delay, a stored chunk that kills every querier that decodes it kills those of its own tenant, and no other. The panic is planted: a Mimir that was built for it panics at a marked series.',
  suites: [],
  topology: pace => attacked(pace, BASE),
  load: shardAndDelay.load,
  faults,
  steps: [
    {
      name: 'store a marked chunk',
      run: t =>
        writeSeries(
          t.cluster.gateway,
          [
            {
              tenant: ATTACKER,
              series: [
                [
                  ['__name__', PLANTED],
                  ['tenant', ATTACKER],
                ],
              ],
              at: Date.now(),
            },
          ],
          t.signal,
        ),
    },
    ...steps,
  ],
  controls: [
    {
      id: 'not-stored',
      description: 'no such chunk is stored: the query kills nobody, and nothing was tested',
      expectFail: ['faults', 'coverage'],
      verdict: 'unknown',
      steps: harmless.steps,
      faults: harmless.faults,
      verify: ({ findings }) =>
        findings.some(f => f.check === 'faults' && f.verdict === 'unknown') ? undefined : 'the fault took effect',
    },
  ],
})
