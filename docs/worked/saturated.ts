import type { HistoryEvent } from '../../harness/history/events.ts'
import { pressed, steadyCpu, use } from '../../test/unit/checks/cpu.ts'
import { allowing, at, failedWrite, fault, runOf, write } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

/** One write a second, of which that of the fifth second failed after a fault. */
const outage = [
  ...Array.from({ length: 11 }, (_, tick) => (tick === 5 ? failedWrite(5) : write(tick))),
  ...fault(3000, 8000),
]
const writes = runOf({ objectives: allowing(2000) })

/** A gate that is given up at 9 s, when one of three targets was not scraped of late. */
const waiting: HistoryEvent = {
  ...{ type: 'gate', gate: 'three ingesters', expr: 'cortex_ring_members{state="ACTIVE"}', wants: '= 3' },
  ...{ phase: 'waiting', at: at(3500) },
}
const givenUp: HistoryEvent[] = [waiting, { ...waiting, phase: 'failed', seen: '2', stale: 1, at: at(9000) }]

export const saturatedRules: Worked[] = [
  {
    rule: 'CPU saturated',
    what: 'A write fails. Programs waited for a CPU nearly all of the time under load, and the kernel does not tell who had it.',
    run: writes,
    history: [...outage, ...pressed(0, 10_000, undefined, 97)],
    check: 'availability',
    verdict: 'unknown',
  },
  {
    rule: 'CPU saturated',
    what: 'The same, and they waited for three quarters of it.',
    run: writes,
    history: [...outage, ...pressed(0, 10_000, undefined, 75)],
    check: 'availability',
    verdict: 'invalid',
  },
  {
    rule: 'Late scrapes',
    what: 'A gate saw 2 of 3 until its deadline. One target was not scraped of late, and other programs had the CPUs.',
    run: runOf(),
    history: [...steadyCpu(['ingester-0']), ...givenUp, ...pressed(4000, 9000, use({ outside: 180 }))],
    check: 'gates',
    verdict: 'unknown',
  },
  {
    rule: 'Late scrapes',
    what: 'The same on a machine with a CPU to spare.',
    run: runOf(),
    history: [...steadyCpu(['ingester-0']), ...givenUp],
    check: 'gates',
    verdict: 'invalid',
  },
]
