import { killZones } from '../../harness/index.ts'
import type { Controls } from '../../harness/mimir/index.ts'
import { downDuringFault } from '../reasons.ts'
import { stalled } from '../stalled.ts'

export const controls = [
  {
    id: 'two-zones',
    description:
      'two of three zones die: writes and reads have no quorum until they are back, rules are not evaluated, and every tenant has a window that says so',
    expectFail: ['availability', 'rules'],
    faults: { outage: killZones('zone-a', 'zone-b') },
    verify: judged =>
      downDuringFault(judged, 'writes') ?? downDuringFault(judged, 'instant') ?? downDuringFault(judged, 'range'),
  },
  stalled('steady state again'),
] as const satisfies Controls
