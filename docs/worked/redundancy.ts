import type { HistoryEvent } from '../../harness/history/events.ts'
import { pressed, steadyCpu, use } from '../../test/unit/checks/cpu.ts'
import { all, at, only, runOf, write } from '../../test/unit/checks/histories.ts'
import { history, pod, whole, zone, zones } from '../../test/unit/mimir/redundancy/zones.ts'
import type { Worked } from './worked.ts'

const run = runOf()
const others = [...zone('zone-a', whole), ...zone('zone-b', whole)]
const killed = [pod('zone-c', 10_000, 'killed'), pod('zone-c', 12_000, 'starting'), pod('zone-c', 14_000, 'ready')]
const keepsTenSeconds = (e: HistoryEvent): HistoryEvent => (e.type === 'zone' ? { ...e, keeps: 10_000 } : e)
/** A write that took so long, among the others. */
const slowWrite = (tick: number, took: number) => write(tick, { end: write(tick).due + took })
const gone = [all([0, 9], [11, 29])]

const anomaly = { kind: 'corrupt', series: 0, tick: 10, expected: 71, got: '72' } as const
const falsified = zone('zone-c', [only([0], [0, 9], [11, 29]), only([2], [0, 29])]).map(e =>
  e.type === 'zone-read' ? { ...e, wrong: [only([0], [10, 10])], anomalies: [anomaly] } : e,
)

export const redundancyRules: Worked[] = [
  {
    rule: 'Another value in a zone',
    what: 'zone-c has one sample with a value that nobody wrote. The others have it as it was acked, so reads may be right.',
    run,
    history: history(...others, ...falsified),
    check: 'redundancy',
    verdict: 'invalid',
  },
  {
    rule: 'Too few replicas',
    what: 'Every sample can be read. A fault took zone-c for four seconds, and zone-b lacks one of the samples of that time: it is in zone-a alone.',
    run,
    history: history(
      ...killed,
      ...zone('zone-a', whole),
      ...zone('zone-b', [all([0, 11], [13, 29])]),
      ...zone('zone-c', [all([0, 9], [15, 29])]),
    ),
    check: 'redundancy',
    verdict: 'invalid',
  },
  {
    rule: 'A zone that was whole',
    what: 'Nothing happened to zone-c, and it lacks five samples of series 0.',
    run,
    history: history(...others, ...zone('zone-c', [only([0], [0, 9], [15, 29]), only([2], [0, 29])])),
    check: 'redundancy',
    verdict: 'invalid',
  },
  {
    rule: 'Not demanded of a zone',
    what: 'The ingester of zone-c was killed and came back. zone-c lacks what was written meanwhile, and need not have it.',
    run,
    history: history(...killed, ...others, ...zone('zone-c', [all([0, 9], [15, 29])])),
    check: 'redundancy',
    verdict: 'valid',
  },
  {
    rule: 'Not looked at',
    what: 'Ingesters keep samples for 10 s here, and are asked 60 s after noon. They have the last ten seconds of what was written.',
    run,
    history: history(...zones.flatMap(z => zone(z, [all([20, 29])])).map(keepsTenSeconds)),
    check: 'redundancy',
    verdict: 'valid',
  },
  {
    rule: 'A zone that does not answer',
    what: 'zone-c could not be asked alone. What zone-a and zone-b have proves nothing about it.',
    run,
    history: history(...others, ...zone('zone-c', [], 'no answer')),
    check: 'redundancy',
    verdict: 'unknown',
  },
  {
    rule: 'A replica that may have been too late',
    what: 'zone-c lacks a sample of a time in which programs outside of the run had the CPUs, and the write of it took 600 ms.',
    run: runOf({ loadBegin: at(-3000) }),
    history: [
      ...steadyCpu(['ingester-zone-c-0'], -3000),
      ...pressed(10_000, 11_000, use({ outside: 180 })),
      ...history(...others, ...zone('zone-c', gone)).filter(e => e.type !== 'write' || e.ticks[0] !== 10),
      slowWrite(10, 600),
    ],
    check: 'redundancy',
    verdict: 'unknown',
  },
  {
    rule: 'Samples that no zone has',
    what: 'One sample is in no zone, and the final read lacks it. That is a loss, and no want of redundancy.',
    run,
    history: [
      ...history().map(e => (e.type === 'read' ? { ...e, seen: gone } : e)),
      ...zones.flatMap(z => zone(z, gone)),
    ],
    check: 'loss',
    verdict: 'invalid',
    besides: [['redundancy', 'valid']],
  },
  {
    rule: 'No zone is asked alone',
    what: 'The ingesters are in no zones.',
    run,
    history: history({
      ...{
        type: 'zones-not-asked',
        at: at(60_000),
        why: 'ingesters are in no zones, so no replica can be asked alone',
      },
    }),
    check: 'redundancy',
    verdict: 'none',
  },
]
