import type { HistoryEvent } from '../../harness/history/events.ts'
import { NO_POD } from '../../harness/util/pod-header.ts'
import { all, at, end, read, runOf, write } from '../../test/unit/checks/histories.ts'
import { run as labels, probes, refused } from '../../test/unit/checks/label-probes.ts'
import { pod } from '../../test/unit/checks/pod-events.ts'
import type { Worked } from './worked.ts'

const run = runOf()
const gate: HistoryEvent = {
  ...{ type: 'gate', gate: 'three ingesters', expr: 'up_of_ingesters', wants: '= 3', phase: 'waiting', at: at(2000) },
}

/** The same tick of two tenants and stripes, and a final read of each that has nothing. */
const stripes = [0, 1].flatMap(tenant => [0, 1].map(stripe => ({ tenant, stripe })))

const whoFailed = (ms: number) =>
  ms < 1500 ? { pod: 'querier-0' } : ms < 1800 ? { pod: 'querier-1', unanswered: true as const } : { pod: NO_POD }

export const wholeRules: Worked[] = [
  {
    rule: 'The verdict',
    what: 'One sample is lost, and a gate asks for a metric that does not exist. The first is invalid, the second unknown: the run is invalid.',
    run,
    history: [
      write(0),
      read(1500, [], { path: 'final' }),
      gate,
      { ...gate, phase: 'unanswered', seen: 'nothing', at: at(9000) },
      end(9500),
    ],
    check: 'loss',
    verdict: 'invalid',
    besides: [['gates', 'unknown']],
  },
  {
    rule: 'Evidence that says the same',
    what: 'An ingester is killed, and one sample is gone in each stripe of both tenants. That is told once, with the pod that was killed at that time.',
    run,
    history: [
      pod(500, 'killed'),
      ...stripes.map(of => write(0, of)),
      ...stripes.map(of => write(1, of)),
      ...stripes.map(of => read(3000, [all([0, 0])], { path: 'final', ...of })),
      end(4000),
    ],
    check: 'loss',
    verdict: 'invalid',
    context: true,
  },
  {
    rule: 'Who answered',
    what: 'Every label query of one second fails. One querier answers, another gives no answer, and of some requests the gateway had no pod that was ready.',
    run: labels,
    history: probes(ms => (ms > 1000 && ms < 2000 ? { ...refused(ms), ...whoFailed(ms) } : undefined)),
    check: 'availability',
    verdict: 'invalid',
  },
]
