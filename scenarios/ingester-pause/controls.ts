import { type Controls, pausePods } from '../../harness/index.ts'
import { downDuringFault } from '../reasons.ts'
import { stalled } from '../stalled.ts'

export const controls = [
  {
    id: 'two-hang',
    says: 'two of three ingesters hang: no write finds its quorum, no query its two zones, and rules are not evaluated, and every tenant has windows that say so',
    red: ['availability', 'rules'],
    faults: { hang: pausePods('ingester-zone-a-0', 'ingester-zone-b-0') },
    because: judged => downDuringFault(judged, 'writes') ?? downDuringFault(judged, 'instant'),
  },
  stalled('steady state again'),
] as const satisfies Controls
