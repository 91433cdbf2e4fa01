import { equals, gate } from '../../../harness/index.ts'
import { oneOfEach, scale, scenario, withPreStop } from '../../../harness/mimir/index.ts'
import { noLoad } from '../no-load.ts'

const SCALED = ['distributor', 'query-frontend'] as const

/** Pods of Deployments that are told to go while they serve. Each goes on serving for a second, as behind a Service whose endpoints follow late. */
export default scenario({
  id: 'scale-in',
  title: 'Distributors and query-frontends are scaled in',
  proves: 'Pods that clients talk to can be taken away: no request fails.',
  suites: [],
  topology: pace => {
    const replicas = Object.fromEntries(SCALED.map(name => [name, 3]))
    return withPreStop(oneOfEach({ zones: 3, pace, replicas }), SCALED, [{ sleep: 1 }])
  },
  steadyState: 3,
  objectives: { steady: { writes: 1000, instant: 2000, rules: 6000 } },
  gates: {
    one: gate(
      'sum by (component) (up{component=~"distributor|query-frontend"})',
      equals(1),
      '{component=~"distributor|query-frontend"}',
    ),
  },
  steps: [
    {
      name: 'scale in from three to one',
      async run(t) {
        for (const name of SCALED) await t.apply(topology => scale(topology, name, 1))
        await t.gate('one')
      },
    },
    { name: 'steady state again', run: t => t.traffic(3) },
  ],
  controls: [noLoad],
})
