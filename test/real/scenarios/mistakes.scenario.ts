import { type CheckName, equals, gate, type Judged, UsageError } from '../../../harness/index.ts'
import { readWrite, scenario } from '../../../harness/mimir/index.ts'

/** What contradicts a control: the check found nothing of this kind. */
const found =
  (check: CheckName, kind: string) =>
  ({ findings }: Judged): string | undefined =>
    findings.some(f => f.check === check && f.evidence.some(e => e.kind === kind)) ? undefined : `no "${kind}"`

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
      verify: found('gates', 'gate'),
    },
    {
      id: 'expectation-not-met',
      description: 'a step finds something other than it asserts',
      expectFail: ['expectations', 'coverage'],
      steps: [{ name: 'look', run: t => t.expect('5 pods', () => `${t.cluster.pods().length} pods`) }],
      verify: found('expectations', 'expectation'),
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
      verify: found('coverage', 'step'),
    },
  ],
})
