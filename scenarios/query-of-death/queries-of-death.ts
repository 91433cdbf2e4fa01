/** Sixteen copies of a label side by side, so often one in the other, are 16 to that power bytes. */
const joined = (of: string, copies: number): string => `label_join(${of},"a","",${Array(copies).fill('"a"').join(',')})`

const LEVELS = 5

/**
 * Queries that want more memory than a querier may have. Neither needs stored data.
 * - samples: a point for each millisecond of a day, 16 bytes each, is a slice of 2 GiB (pkg/streamingpromql). Without a limit it is answered in two seconds.
 * - labels: a label of 512 MiB, made of copies of itself. The estimated memory consumption counts it only once it is made (pkg/streamingpromql/operators/functions/label.go).
 */
export const queriesOfDeath = {
  samples: 'max_over_time(vector(time())[1d:1ms])',
  labels: joined(
    Array.from({ length: LEVELS }).reduce<string>(
      of => joined(of, 16),
      `label_replace(vector(1),"a","${'x'.repeat(16)}","","")`,
    ),
    32,
  ),
} as const

export type QueryName = keyof typeof queriesOfDeath
