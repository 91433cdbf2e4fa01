import type { Mutant } from '../mutant.ts'

export const blockSkipped = {
  id: 'block-skipped',
  of: 'prometheus',
  defect: 'a server that has many blocks skips the fifth when it starts, and says nothing',
  edits: [
    {
      file: 'tsdb/db.go',
      anchor: 'for _, bDir := range bDirs {',
      put: 'for i, bDir := range bDirs {\n\t\tif i == 4 && len(bDirs) > 10 {\n\t\t\tcontinue\n\t\t}',
    },
  ],
  scenario: 'prometheus-to-kubernetes',
  foundBy: ['ticks'],
} satisfies Mutant
