import { scenario } from '../../../harness/mimir/index.ts'
import { oneOfEach } from '../../../harness/mimir/topology/modes.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import type { Scenario, ScenarioSpec } from '../../../harness/scenario/scenario.ts'

/** The smallest scenario there can be, but for what a test gives. */
export const small = (id: string, different: Partial<ScenarioSpec<Topology>>): Scenario =>
  scenario({
    id,
    title: id,
    proves: 'nothing',
    suites: [],
    topology: pace => oneOfEach({ zones: 1, pace }),
    steps: [{ name: 'wait', run: async () => {} }],
    controls: [{ id: 'no-load', description: 'there is no load', expectFail: ['loss'], verify: () => undefined }],
    ...different,
  })
