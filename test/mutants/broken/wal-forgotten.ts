import type { Mutant } from '../mutant.ts'

export const walForgotten = {
  id: 'wal-forgotten',
  defect: 'ingesters forget their write-ahead log when they start',
  edits: [
    {
      file: 'pkg/ingester/ingester_tsdb.go',
      anchor: '// Create a new user database',
      put: 'mutantForget(udir)\n\t$&',
    },
  ],
  adds: {
    'pkg/ingester/mutant.go': `package ingester

import (
	"os"
	"path/filepath"
)

func mutantForget(dir string) {
	for _, part := range []string{"wal", "wbl", "chunks_head"} {
		_ = os.RemoveAll(filepath.Join(dir, part))
	}
}
`,
  },
  scenario: 'zone-outage',
  foundBy: ['faults', 'loss'],
} satisfies Mutant
