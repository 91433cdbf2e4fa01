import { above, gate } from '../../harness/index.ts'
import { scenario } from './subject.ts'

const stored = (n: number, deadline: number) =>
  gate('tiny_items{pod="store-zone-a-0"}', above(n), '{pod="store-zone-a-0"}', deadline)

/** The shortest run in which the observer has seen something: two steps, no fault. */
export default scenario({
  id: 'gate-holds',
  title: 'A gate on the items of a tiny store holds',
  proves: 'The observer sees what a tiny store has.',
  suites: [],
  topology: () => ({ spares: 0, restarts: 0 }),
  load: { tenants: ['everyone'], series: 1, writesPerSecond: 20 },
  steadyState: 1,
  gates: { stored: stored(10, 20_000), never: stored(1e9, 8000) },
  steps: [
    { name: 'wait for items', run: t => t.gate('stored') },
    { name: 'go on', run: t => t.traffic(1) },
  ],
  controls: [
    {
      id: 'never',
      description: 'it waits for more items than there are, so its gate fails',
      expectFail: ['gates'],
      mayFail: ['coverage'],
      steps: [
        { name: 'wait for more', run: t => t.gate('never') },
        { name: 'go on', run: t => t.traffic(1) },
      ],
      verify: () => undefined,
    },
    {
      id: 'expectation',
      description: 'a step expects a pod that there is not',
      expectFail: ['expectations'],
      mayFail: ['coverage'],
      steps: [
        { name: 'look', run: t => t.expect('a third store', () => t.cluster.pods().length === 3 || 'two stores') },
        { name: 'go on', run: t => t.traffic(1) },
      ],
      verify: () => undefined,
    },
    {
      id: 'death',
      description: 'a pod dies that nobody killed',
      expectFail: ['pods'],
      mayFail: ['coverage', 'availability', 'kept'],
      steps: [
        {
          name: 'lose a store',
          async run(t) {
            process.kill(Number(t.cluster.pod('store-zone-a-0').instance), 'SIGKILL')
            await t.traffic(5)
          },
        },
        { name: 'go on', run: t => t.traffic(1) },
      ],
      verify: () => undefined,
    },
    {
      id: 'surprise',
      description: 'it says of itself that it comes out otherwise',
      expectFail: ['kept'],
      verify: () => undefined,
    },
  ],
})
