import { equals, gate } from '../../../harness/index.ts'
import { oneOfEach, restart, scenario } from '../../../harness/mimir/index.ts'
import { noLoad } from '../no-load.ts'

/** A second Mimir beside the one under load. It is restarted, and nobody in front of the first one notices. */
export default scenario({
  id: 'two-places',
  title: 'A Mimir beside another one is restarted',
  proves: 'What is done in one place of a run does nothing to the other.',
  suites: [],
  topology: pace => oneOfEach({ zones: 1, pace }),
  places: { vm: { provider: 'process', topology: pace => oneOfEach({ zones: 1, pace }) } },
  gates: {
    querier: gate('count(up{component="querier"} == 1)', equals(1), '{component="querier"}'),
  },
  steps: [
    {
      name: 'restart the querier of the other place',
      async run(t) {
        const before = t.cluster.pods().map(p => p.instance)
        await t.place('vm').apply(topology => restart(topology, 'querier'))
        await t.place('vm').gate('querier')
        await t.expect('no pod of the main place to be another process', () => {
          const others = t.cluster.pods().filter((p, i) => p.instance !== before[i])
          return others.length === 0 || others.map(p => p.name).join(', ')
        })
      },
    },
    { name: 'some time after', run: t => t.traffic(3) },
  ],
  controls: [noLoad],
})
