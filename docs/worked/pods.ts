import type { HistoryEvent } from '../../harness/history/events.ts'
import { runOf, step } from '../../test/unit/checks/histories.ts'
import { losing, pod, unwatched } from '../../test/unit/checks/pod-events.ts'
import type { Worked } from './worked.ts'

const ready = pod(0, 'ready')
const example = (rule: string, what: string, verdict: Worked['verdict'], history: HistoryEvent[]): Worked => ({
  ...{ rule, what, run: runOf(), history, check: 'pods', verdict },
})

export const podRules: Worked[] = [
  example('A pod that crashes', 'An ingester panics while there is load. Nobody asked it to go.', 'invalid', [
    ready,
    ...step(0, 100),
    { ...pod(50, 'died', 'exit 2'), lines: ['panic: runtime error: index out of range'] },
  ]),
  example('A pod that crashes', 'It dies by its own memory limit.', 'invalid', [
    ready,
    { ...pod(50, 'died', 'OOMKilled, exit code 137'), outOfMemory: 'limit' },
  ]),
  example(
    'Pods that nobody saw',
    'For 8 s each look at the pods fails. Then all are there, started as often as before: none has died.',
    'valid',
    [ready, ...unwatched(1000, 9000, [])],
  ),
  example('Pods that nobody saw', 'The same, and one has ended meanwhile. It may have died.', 'unknown', [
    ready,
    ...unwatched(1000, 9000, ['ingester-0']),
  ]),
  example('A pod that may die', 'A step fills the memory of ingester-0, and says that it may be lost.', 'valid', [
    ...losing('ingester-0'),
    ready,
    { ...pod(50, 'died', 'exit 2'), allowedBy: 'ingester-0', outOfMemory: 'limit' },
  ]),
  example('A machine without memory', 'The pod was below its limit. The machine had no memory left.', 'unknown', [
    ready,
    { ...pod(50, 'died', 'exit 2'), outOfMemory: 'machine' },
  ]),
  example('A pod killed from outside', 'The pod ends by SIGKILL, and no fault of the run sent that.', 'unknown', [
    ready,
    pod(50, 'died', 'SIGKILL'),
  ]),
]
