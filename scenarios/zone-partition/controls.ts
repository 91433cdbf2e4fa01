import { partitionZones } from '../../harness/index.ts'
import type { Controls } from '../../harness/mimir/index.ts'
import { downDuringFault } from '../reasons.ts'
import { stalled } from '../stalled.ts'

export const controls = [
  {
    id: 'two-zones-cut-off',
    description:
      'two of three zones are cut off: no write finds its quorum, no query its two zones, and rules are not evaluated, and every tenant has windows that say so',
    expectFail: ['availability', 'rules'],
    faults: { cut: partitionZones('zone-b', 'zone-c') },
    verify: judged => downDuringFault(judged, 'writes') ?? downDuringFault(judged, 'instant'),
  },
  stalled('steady state again'),
] as const satisfies Controls
