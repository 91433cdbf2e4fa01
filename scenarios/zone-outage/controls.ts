import { type Controls, killZones } from '../../harness/index.ts'
import { downDuringFault } from '../reasons.ts'
import { stalled } from '../stalled.ts'

export const controls = [
  {
    id: 'two-zones',
    says: 'two of three zones die: writes and reads have no quorum until they are back, rules are not evaluated, and every tenant has a window that says so',
    red: ['availability', 'rules'],
    faults: { outage: killZones('zone-a', 'zone-b') },
    because: judged =>
      downDuringFault(judged, 'writes') ?? downDuringFault(judged, 'instant') ?? downDuringFault(judged, 'range'),
  },
  stalled('steady state again'),
] as const satisfies Controls
