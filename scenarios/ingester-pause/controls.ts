import { pausePods } from '../../harness/index.ts'
import type { Controls } from '../../harness/mimir/index.ts'
import { downDuringFault } from '../reasons.ts'
import { stalled } from '../stalled.ts'

export const controls = [
  {
    id: 'two-hang',
    description:
      'two of three ingesters hang: no write finds its quorum, no query its two zones, and rules are not evaluated, and every tenant has windows that say so',
    expectFail: ['availability', 'rules'],
    faults: { hang: pausePods('ingester-zone-a-0', 'ingester-zone-b-0') },
    verify: judged => downDuringFault(judged, 'writes') ?? downDuringFault(judged, 'instant'),
  },
  stalled('steady state again'),
] as const satisfies Controls
