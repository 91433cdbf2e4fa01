import type { HistoryEvent } from '../../harness/index.ts'

/** A query that kills the querier that runs it. None but the planted panic needs stored data. */
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
/** A label `a` of so many bytes: of 16, made 16 times as long again and again, and then so many times. */
const labelOf = (levels: number, copies: number): string =>
  joined(
    Array.from({ length: levels }).reduce<string>(
      of => joined(of, COPIES),
      `label_replace(vector(1),"a","${'x'.repeat(COPIES)}","","")`,
    ),
    copies,
  )

/** How a Go program ends that panics, in the words of either provider. */
const EXIT_2 = /^exit 2$|, exit code 2$/

/** A series whose chunks are deadly to a Mimir that was built so. */
export const PLANTED = 'planted_panic'

/** Labels of 8 MiB: together less than the estimated memory limit, and with the copies that are made of them more than a querier may have. */
const LABELS = 40

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
    text: labelOf(5, 1),
    by: 'a panic',
    isMeant: ({ detail, outOfMemory }) => detail !== undefined && EXIT_2.test(detail) && outOfMemory === undefined,
    // A panic ends what the activity tracker knows of, and says itself where it was.
    isTrace: line => line.includes('streamingpromql/operators/functions.LabelJoin'),
  },
  /** Each function makes a copy of all labels, and the estimated memory consumption counts one of them, once it is made (pkg/streamingpromql/operators/functions/label.go). */
  labels: {
    text: Array.from({ length: LABELS }).reduce<string>(
      (of, _, i) => `label_join(${of},"b${i}","","a")`,
      labelOf(4, 8),
    ),
    by: 'its memory limit',
    isMeant: ({ outOfMemory }) => outOfMemory === 'limit',
    isTrace: line => line.includes('activity=') && line.includes('label_join('),
  },
  /** A stored chunk, at which a Mimir panics that was built to do so (test/mutants). Any other answers. */
  stored: {
    text: PLANTED,
    by: 'a planted panic',
    isMeant: ({ detail, outOfMemory }) => detail !== undefined && EXIT_2.test(detail) && outOfMemory === undefined,
    isTrace: line => line.includes('planted panic'),
  },
} as const satisfies Record<string, QueryOfDeath>

export type QueryName = keyof typeof queriesOfDeath
