import type { Mutant } from '../mutant.ts'

export const segmentSkipped = {
  id: 'segment-skipped',
  of: 'prometheus',
  defect: 'a server leaves the last segments of its write-ahead log out when it starts',
  edits: [
    {
      file: 'tsdb/head.go',
      anchor: '// Backfill segments from the most recent checkpoint onwards.',
      put: '$&\n\tendAt = max(startFrom, endAt-2)',
    },
  ],
  scenario: 'prometheus-to-kubernetes',
  foundBy: ['ticks', 'cut-over'],
} satisfies Mutant
