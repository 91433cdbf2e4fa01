import type { FaultEvent, GateEvent, HistoryEvent } from '../../harness/history/events.ts'
import { forgot, type Memory, remembers } from '../../harness/mimir/memory-proof.ts'
import { reason } from '../../harness/util/errors.ts'
import { at, fault, NOON, runOf, step } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const run = runOf()
const failed = (ms: number, more: Partial<FaultEvent>): FaultEvent => ({
  ...{ type: 'fault', id: 'kill-pod#1', kind: 'kill-pod', pods: ['ingester-0'], phase: 'failed', at: at(ms), ...more },
})
const [injecting, effective, recovering] = fault(1000, 4000) as [HistoryEvent, HistoryEvent, HistoryEvent]

/** Three seconds after noon the ingester began again. It has no sample that is older than that, and all its series. */
const refilled: Memory = {
  ...{ pod: 'ingester-0', started: NOON / 1000 + 3, corruptions: 0 },
  tenants: [{ tenant: 'tenant-a', before: 2000, series: 2010, oldest: NOON / 1000 + 5 }],
}
/** What a proof of its memory says of it. */
function proofOf(memory: Memory, proof = remembers): Partial<FaultEvent> {
  try {
    return { phase: 'recovered', detail: proof(memory) }
  } catch (thrown) {
    return { disproved: true, detail: reason(thrown) }
  }
}
const deleting = { id: 'delete-volume#1', kind: 'delete-volume' }
const replayed = { ...refilled, tenants: refilled.tenants.map(t => ({ ...t, oldest: NOON / 1000 - 20 })) }

const gate = (ms: number, phase: GateEvent['phase'], seen?: string): GateEvent => ({
  ...{ type: 'gate', gate: 'three ingesters', expr: 'cortex_ring_members{state="ACTIVE"}', wants: '= 3' },
  ...{ phase, at: at(ms), ...(seen && { seen }) },
})

export const faultRules: Worked[] = [
  {
    rule: 'A fault',
    what: 'A pod is to be killed, and its process is still there 5 s later. Whatever the load saw, it saw no kill.',
    run,
    history: [injecting, failed(6000, { detail: 'waited 5.0 s for pid 7 to go' })],
    check: 'faults',
    verdict: 'unknown',
  },
  {
    rule: 'A fault',
    what: 'The kill is proved. The pod does not come back.',
    run,
    history: [injecting, effective, recovering, failed(9000, { detail: 'waited 5.0 s for ingester-0 to be ACTIVE' })],
    check: 'faults',
    verdict: 'invalid',
  },
  {
    rule: 'An ingester that was started again',
    what: 'It has as many series as before. But clients have filled them again: it forgot all that is older than its process.',
    run,
    history: [injecting, effective, recovering, failed(9000, proofOf(refilled))],
    check: 'faults',
    verdict: 'invalid',
  },
  {
    rule: 'An ingester that was started again',
    what: 'It has samples of before its start. Only its log can have them.',
    run,
    history: [injecting, effective, recovering, failed(9000, proofOf(replayed))],
    check: 'faults',
    verdict: 'valid',
  },
  {
    rule: 'An ingester that was started again',
    what: 'Its volume was to be deleted while it was down. It has samples of before its start: the volume is still there.',
    run,
    history: [
      ...fault(1000, 4000, 'delete-volume#1').slice(0, 3),
      failed(9000, { ...deleting, ...proofOf(replayed, forgot) }),
    ],
    check: 'faults',
    verdict: 'invalid',
  },
  {
    rule: 'A gate',
    what: 'Three ingesters are to be ACTIVE. At the deadline two are, and all targets were scraped.',
    run,
    history: [...step(0, 31_000), gate(500, 'waiting'), gate(30_500, 'failed', '2 (3 of 3 targets scraped)')],
    check: 'gates',
    verdict: 'invalid',
  },
  {
    rule: 'A gate without data',
    what: 'The expression never gave anything, as of a misspelt metric. That is no 0, and disproves nothing.',
    run,
    history: [...step(0, 31_000), gate(500, 'waiting'), gate(30_500, 'unanswered', 'nothing')],
    check: 'gates',
    verdict: 'unknown',
  },
  {
    rule: 'A gate without data',
    what: 'The run was interrupted while the gate was waited for.',
    run,
    history: [gate(500, 'waiting'), { type: 'end', at: at(3000), outcome: 'interrupted' }],
    check: 'gates',
    verdict: 'unknown',
  },
  {
    rule: 'An expectation',
    what: 'A step asserts what it finds.',
    run,
    history: [
      ...step(0, 3000, 'look at tenant-a'),
      ...[{ type: 'expectation' as const, at: at(2000), what: '100 series of tenant-a', met: false, seen: '61' }],
    ],
    check: 'expectations',
    verdict: 'invalid',
  },
]
