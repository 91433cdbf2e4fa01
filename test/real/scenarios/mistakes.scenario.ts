import { equals, gate, UsageError } from '../../../harness/index.ts'
import { readWrite, scenario } from '../../../harness/mimir/index.ts'
import { found } from '../../../scenarios/reasons.ts'

/** What its author got wrong shows only once there is load. One control for each mistake. */
export default scenario({
  id: 'mistakes',
  title: 'Steps that ask or change nothing',
  proves: 'nothing: it must not come out valid',
  suites: [],
  topology: pace => readWrite({ zones: 3, pace, replicas: { 'mimir-read': 1 } }),
  steadyState: 7,
  objectives: { steady: { writes: 2000, instant: 2000 } },
  gates: {
    misspelt: gate('sum(cortex_ingester_memory_serious)', equals(3), '{component=~".*ingester.*"}', 3000),
  },
  steps: [{ name: 'change nothing', run: t => t.apply(topology => topology) }],
  controls: [
    {
      id: 'gate-without-data',
      description: 'the metric of a gate does not exist: nothing is disproved',
      expectFail: ['gates', 'coverage'],
      verdict: 'unknown',
      steps: [{ name: 'wait', run: t => t.gate('misspelt') }],
      verify: judged => found(judged, 'gates', 'gate'),
    },
    {
      id: 'expectation-not-met',
      description: 'a step finds something other than it asserts',
      expectFail: ['expectations', 'coverage'],
      steps: [{ name: 'look', run: t => t.expect('5 pods', () => `${t.cluster.pods().length} pods`) }],
      verify: judged => found(judged, 'expectations', 'expectation'),
    },
    {
      id: 'late-usage-error',
      description: 'a step asks for what can not be: what the run saw is kept',
      expectFail: ['coverage'],
      verdict: 'unknown',
      steps: [
        {
          name: 'ask too much',
          run: () => Promise.reject(new UsageError('there is no such pod', 'use another one')),
        },
      ],
      verify: judged => found(judged, 'coverage', 'step'),
    },
  ],
})
