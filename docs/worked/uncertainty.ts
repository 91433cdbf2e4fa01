import type { CpuUse, HistoryEvent } from '../../harness/history/events.ts'
import { pressed, steadyCpu, use } from '../../test/unit/checks/cpu.ts'
import { all, at, end, look, read, runOf, write } from '../../test/unit/checks/histories.ts'
import { late, probes, run as probing, refused, stall, stalled } from '../../test/unit/checks/label-probes.ts'
import type { Worked } from './worked.ts'

const run = { ...probing, loadBegin: at(-3000) }
const steady = steadyCpu(['store-0'], -3000)
/** Labels are asked for every 100 ms for 12 s; for 300 ms of it nothing is answered. */
const stall12 = probes(stall, 120)
const outside = use({ outside: 190 })
const store = use({ pods: { 'store-0': 190 } })
/** Who had the CPUs while nothing was answered. */
const then = (had?: CpuUse) => pressed(1000, 1200, had, 60)
const starting: HistoryEvent = {
  type: 'pod',
  pod: 'store-0',
  component: 'store-gateway',
  phase: 'starting',
  at: at(500),
}
const readySince = (ms: number): HistoryEvent[] => [
  { ...starting, at: at(ms - 1000) },
  { ...starting, phase: 'ready', at: at(ms) },
]
/** Requests of 300 ms fail, each after so many milliseconds. */
const failing = (after: number) =>
  probes(ms => (ms > 1000 && ms < 1300 ? ({ ...refused(ms), end: at(ms + after) } as HistoryEvent) : undefined), 120)
/** Each has a little, and nobody more than before. */
const crowd = use({ pods: { 'store-0': 15 }, instruments: { harness: 15 }, outside: 30 })

/** The example is about labels, and says availability. */
const example = (rule: string, what: string, verdict: Worked['verdict'], history: HistoryEvent[]): Worked => ({
  ...{ rule, what, run, history, check: 'availability', verdict },
})

export const uncertaintyRules: Worked[] = [
  example(
    'Who took the CPUs',
    'For 300 ms nothing is answered, and nothing fails. Programs outside of the run had the CPUs.',
    'valid',
    [...steady, ...stall12, ...then(outside)],
  ),
  example('Who took the CPUs', 'The same, and requests failed.', 'unknown', [
    ...steady,
    ...failing(1),
    ...pressed(900, 1400, outside),
  ]),
  example('Who took the CPUs', 'The same as the first, and a pod that starts had the CPUs.', 'valid', [
    ...steady,
    starting,
    ...stall12,
    ...then(store),
  ]),
  example(
    'Who took the CPUs',
    'The same, and the pod has been up all the time. It has no more to do than before, so that is its own doing.',
    'invalid',
    [...steady, ...stall12, ...then(store)],
  ),
  example('Who took the CPUs', 'The same, and the kernel does not tell who had the CPUs.', 'unknown', [
    ...steady,
    ...stall12,
    ...then(),
  ]),
  example(
    'Another path',
    'Programs outside of the run had the CPUs. But instant queries of that moment were answered at once, so that is not why labels were not.',
    'invalid',
    [
      ...steady,
      ...stall12,
      ...then(outside),
      ...[1020, 1120, 1220].map(ms => look(ms, 'instant', { end: at(ms + 5) })),
    ],
  ),
  example(
    'Uncertainty',
    'Nothing is answered for a second, and programs waited for 200 ms of it. What is left is longer than the 200 ms that are allowed.',
    'invalid',
    [
      ...steady,
      ...probes(ms => (ms > 1000 && ms < 2000 ? look(ms, 'labels', { end: at(2005) }) : undefined), 120),
      ...then(outside),
    ],
  ),
  {
    ...example(
      'Too much uncertainty',
      'The event loop of the harness was late. That explains a gap of 350 ms, which is more than 5 % of 3 s.',
      'unknown',
      [...stalled, late],
    ),
    run: probing,
  },
  example(
    'Usual pressure',
    'Programs waited for 60 of 100 ms in the gap, and in the steady state, too. So that does not explain the gap.',
    'invalid',
    [...steady, ...pressed(-3000, 0, crowd, 60), ...stall12, ...then(crowd)],
  ),
  example(
    'A machine that is too small',
    'Programs waited for 90 of 100 ms, in the gap as in the steady state.',
    'unknown',
    [...steady, ...pressed(-3000, 0, crowd), ...stall12, ...pressed(1000, 1200, crowd)],
  ),
  example('A failure that waited', 'Nobody had more than usual. Requests failed after 900 ms each.', 'unknown', [
    ...steady,
    ...failing(900),
    ...pressed(900, 1900, crowd),
  ]),
  example('A failure that waited', 'The same, and they were refused after 1 ms.', 'invalid', [
    ...steady,
    ...failing(1),
    ...pressed(900, 1900, crowd),
  ]),
  example('Pods that start', 'The pod that had the CPUs was ready 4 s before.', 'valid', [
    ...steady,
    ...readySince(-3000),
    ...stall12,
    ...then(store),
  ]),
  example('Pods that start', 'It was ready 6 s before.', 'invalid', [
    ...steady,
    ...readySince(-5000),
    ...stall12,
    ...then(store),
  ]),
  {
    rule: 'Lost, foreign and wrong samples',
    what: 'Other programs have the CPUs all the time, and a sample is lost. No machine is so slow that it forgets.',
    run: runOf(),
    history: [
      write(0),
      write(1),
      ...pressed(0, 3000, outside, 100),
      read(2500, [all([0, 0])], { path: 'final' }),
      end(3000),
    ],
    check: 'loss',
    verdict: 'invalid',
  },
]
