import type { HistoryEvent } from '../../harness/history/events.ts'
import { pressed, steadyCpu, use } from '../../test/unit/checks/cpu.ts'
import { at, fault, look, runOf, write } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const run = runOf({ rule: { record: 'gauntlet:sum', interval: 1 }, loadBegin: at(-3000) })
const few = { ...run, objectives: { ...run.objectives, allowances: { duplicateEvaluations: 2000 } } }

/** 20 s in which each stripe of tenant-a, of two series, is written each second. */
const written = [0, 1].flatMap(stripe => Array.from({ length: 20 }, (_, tick) => write(tick, { stripe })))
const seconds = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => 1000 * (from + i))
/** The rule counts series. A read finds these evaluations of it. */
const found = (times: number[], value = 4): HistoryEvent =>
  look(times.at(-1)! + 500, 'rules', { values: times.map(at), recorded: times.map(() => value) })
/** What a ruler counted each second. */
const counted = (pod: string, from: number, ...values: number[]): HistoryEvent => ({
  ...{ type: 'metric', metric: 'rule evaluations', pod, tenant: 'tenant-a' },
  points: values.map((value, i) => [at(from + 1000 * i + 100), value]),
})
const calm = [...steadyCpu(['ruler-0'], -3000), ...written]
/** The evaluation of 12:00:11 is left out. */
const once = found([...seconds(1, 10), ...seconds(12, 20)])
/** Writes of that time took a quarter of the interval. */
const slowly = calm.map(e => (e.type === 'write' && e.ticks[0] === 10 ? { ...e, end: e.due + 250 } : e))
const listed = (ms: number, ...values: string[]) => look(ms, 'rules-api', { asks: 'rules', values })

const example = (rule: string, what: string, verdict: Worked['verdict'], history: HistoryEvent[]): Worked => ({
  ...{ rule, what, run, history, check: 'rules', verdict },
})

export const ruleRules: Worked[] = [
  example('Evaluations', 'A rule that is evaluated each second rests for 8 s, while a ruler is killed.', 'invalid', [
    ...written,
    ...fault(10_000, 16_000),
    found([...seconds(1, 10), ...seconds(18, 20)]),
  ]),
  example(
    'Evaluations',
    'There is something to count from the first second on. The rule is first evaluated at 12:00:09.',
    'invalid',
    [...written, found(seconds(9, 20))],
  ),
  {
    ...example(
      'Duplicate evaluations',
      'A second ruler evaluates the group for three seconds, too. The scenario allows two seconds of that.',
      'invalid',
      [
        ...written,
        found(seconds(1, 10)),
        counted('ruler-0', 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        counted('ruler-1', 5000, 1, 2, 3),
      ],
    ),
    run: few,
  },
  example('Skipped evaluations', 'One evaluation is left out, and no pod has changed.', 'invalid', [...calm, once]),
  example(
    'Skipped evaluations',
    'The same, and other programs had the CPUs at that moment. Writes waited, too.',
    'valid',
    [...slowly, once, ...pressed(11_000, 11_500, use({ outside: 190 }))],
  ),
  example('A recorded value', 'Four series were acked long before. One evaluation counts three.', 'invalid', [
    ...written,
    found(seconds(1, 10)),
    found([11_000], 3),
    found(seconds(12, 20)),
  ]),
  example('The rules API', 'The rule is evaluated all the time. The API does not list it for 7 s.', 'invalid', [
    ...written,
    found(seconds(1, 20)),
    listed(1000, 'gauntlet:sum'),
    ...seconds(2, 9).map(ms => listed(ms)),
    listed(10_000, 'gauntlet:sum'),
  ]),
]
