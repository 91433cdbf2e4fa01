import type { HistoryEvent } from '../../harness/index.ts'

/** A query that kills the querier that runs it. Neither needs stored data. */
interface QueryOfDeath {
  text: string
  /** What a querier dies of, in words that fit behind "to die by". */
  by: string
  /** Whether a death is that one. */
  isMeant(death: Extract<HistoryEvent, { type: 'pod' }>): boolean
  /** Whether a line of the querier's log says that it ran the query when it died. */
  isTrace(line: string): boolean
}

/** A label that is so many copies of itself. */
const joined = (of: string, copies: number): string => `label_join(${of},"a","",${Array(copies).fill('"a"').join(',')})`

const SAMPLES = 'max_over_time(vector(time())[1d:1ms])'

const COPIES = 16
/** 16 copies of 16 copies and so on, from 16 bytes: 16 MiB, one more than the three bytes hold in which the length of a label is kept. */
const LEVELS = 5

export const queriesOfDeath = {
  /** A point for each millisecond of a day, 16 bytes each, is a slice of 2 GiB (pkg/streamingpromql). Without a limit it is answered in two seconds. */
  samples: {
    text: SAMPLES,
    by: 'its memory limit',
    isMeant: ({ outOfMemory }) => outOfMemory === 'limit',
    // A querier that is started again tells what it was doing (pkg/util/activitytracker).
    isTrace: line => line.includes('activity=') && line.includes(SAMPLES),
  },
  /**
   * A label of 16 MiB, and a function that reads it. Labels have three bytes for a length, so that reading panics ("slice bounds out of range": Prometheus,
   * model/labels/labels_stringlabels.go), and nobody recovers from that. It takes little memory.
   */
  label: {
    text: joined(
      Array.from({ length: LEVELS }).reduce<string>(
        of => joined(of, COPIES),
        `label_replace(vector(1),"a","${'x'.repeat(COPIES)}","","")`,
      ),
      1,
    ),
    by: 'a panic',
    isMeant: ({ detail, outOfMemory }) => detail === 'exit 2' && outOfMemory === undefined,
    // A panic ends what the activity tracker knows of, and says itself where it was.
    isTrace: line => line.includes('streamingpromql/operators/functions.LabelJoin'),
  },
} as const satisfies Record<string, QueryOfDeath>

export type QueryName = keyof typeof queriesOfDeath
