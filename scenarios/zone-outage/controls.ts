import { type Controls, killZones } from '../../harness/index.ts'
import { downDuringFault } from '../reasons.ts'

export const controls = [
  {
    id: 'two-zones',
    says: 'two of three zones die: writes and reads have no quorum until they are back, rules are not evaluated, and every tenant has a window that says so',
    red: ['availability', 'rules'],
    faults: { outage: killZones('zone-a', 'zone-b') },
    because: judged =>
      downDuringFault(judged, 'writes') ?? downDuringFault(judged, 'instant') ?? downDuringFault(judged, 'range'),
  },
] as const satisfies Controls
