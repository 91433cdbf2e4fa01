import type { HistoryEvent } from '../../harness/history/events.ts'
import { pressed, steadyCpu, use } from '../../test/unit/checks/cpu.ts'
import { allowing, at, fault, look, runOf, step } from '../../test/unit/checks/histories.ts'
import { probes, refused, run, stalled } from '../../test/unit/checks/label-probes.ts'
import { slowStripe } from './slow-stripe.ts'
import type { Worked } from './worked.ts'

/** 2 s are allowed in a fault. */
const because = 'reads wait for the hedging delay'
const hedged = runOf({ ...run, objectives: allowing(200, { faults: { 'kill-pod': { because, labels: 2000 } } }) })

/** Label reads that are due between two moments are answered at the second one. */
const held = (from: number, to: number): HistoryEvent[] =>
  probes(ms => (ms > from && ms < to ? look(ms, 'labels', { end: at(to + 5) }) : undefined), 50)

/** Label reads without those that are due in the 400 ms from these moments on. */
const pausing = (pauses: readonly number[], length: number): HistoryEvent[] =>
  probes(undefined, length).filter(
    e => e.type === 'read' && !pauses.some(from => e.due > at(from) && e.due < at(from + 400)),
  )

const failing = (from: number, to: number) => probes(ms => (ms > from && ms < to ? refused(ms) : undefined))

export const availabilityRules: Worked[] = [
  {
    rule: 'Objectives',
    what: 'In a fault 2 s without an answer are allowed, else 200 ms. Nothing is answered for 1.5 s while the fault lasts.',
    run: hedged,
    history: [...fault(1000, 2500), ...held(1000, 2500)],
    check: 'availability',
    verdict: 'valid',
  },
  {
    rule: 'Objectives',
    what: 'The same, and it goes on for 400 ms after the recovery. That part may be 200 ms long.',
    run: hedged,
    history: [...fault(1000, 2500), ...held(1500, 2900)],
    check: 'availability',
    verdict: 'invalid',
  },
  {
    rule: 'Downtime',
    what: 'Labels are asked for every 100 ms. For one second each request is refused.',
    run,
    history: [...step(900, 2500), ...fault(1000, 2000), ...failing(1000, 2000)],
    check: 'availability',
    verdict: 'invalid',
  },
  {
    rule: 'Downtime',
    what: 'No request fails, and those of 300 ms are answered late. A client waits all the same.',
    run,
    history: stalled,
    check: 'availability',
    verdict: 'invalid',
  },
  {
    rule: 'A slow stripe',
    what: 'Nine stripes of ten are fast, so no tenant is ever long without a success. Stripe 3 takes 400 ms, and 200 ms are allowed.',
    run: runOf(),
    history: slowStripe(400),
    check: 'availability',
    verdict: 'invalid',
  },
  {
    rule: 'A slow stripe',
    what: 'The same on a machine whose CPUs other programs have all the time: there all stripes are slow, and stripe 3 is slower.',
    run: runOf(),
    history: [...steadyCpu([]), ...pressed(3000, 10_000, use({ outside: 180 })), ...slowStripe(600, 150)],
    check: 'availability',
    verdict: 'unknown',
  },
  {
    rule: 'A time that nobody observed',
    what: 'Nobody asks for 400 ms. That is longer than the 200 ms that are allowed, and less than 5 % of 12 s.',
    run,
    history: pausing([500], 120),
    check: 'availability',
    verdict: 'valid',
  },
  {
    rule: 'A time that nobody observed',
    what: 'Twice nobody asks for 400 ms. Together that is more than 5 %.',
    run,
    history: pausing([500, 1500], 120),
    check: 'availability',
    verdict: 'unknown',
  },
  {
    rule: 'Probes that are too rare',
    what: 'Labels are asked for once a second. So nobody can say that they were never away for 250 ms.',
    run: runOf({ spacing: { labels: 1000 }, objectives: allowing(200, { steady: { labels: 250 } }) }),
    history: [0, 1000, 2000].map(ms => look(ms, 'labels')),
    check: 'availability',
    verdict: 'unknown',
  },
  {
    rule: 'A failed request',
    what: 'One request of 30 fails, and the one after it does not. That is no downtime, and a failure.',
    run,
    history: failing(1000, 1100),
    check: 'availability',
    verdict: 'invalid',
  },
]
