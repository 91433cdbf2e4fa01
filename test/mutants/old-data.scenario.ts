import { archive, readWrite, scenario } from '../../harness/mimir/index.ts'

/** Nothing is done for so long (s) that broken queriers of the store begin to be broken in the midst of it. */
const LOOKED_ON = 100

export default scenario({
  id: 'old-data',
  title: 'Nothing is done, and old data is read',
  proves: 'What the store alone has is found by its tenant, and by no other.',
  suites: [],
  topology: pace => readWrite({ zones: 2, pace }),
  signals: [archive],
  load: { writesPerSecond: 4 },
  steps: [{ name: 'look on', run: t => t.traffic(LOOKED_ON) }],
  controls: [
    {
      id: 'reads-refused',
      description: 'the gateway refuses all queries: old data is not read either',
      expectFail: ['availability', 'archive'],
      mayFail: ['coverage', 'rules', 'loss'],
      inject: { step: 'look on', defect: { kind: 'refuse', route: 'reads' } },
      verify: ({ findings }) =>
        findings.some(f => f.check === 'archive' && f.verdict === 'invalid') ? undefined : 'old data was read',
    },
  ],
})
