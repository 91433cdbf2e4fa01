import { goFile, type Mutant } from '../mutant.ts'

/** Seconds: the ingester that was killed must be broken again before the run is over, or it has what others lack. */
const SOON = 8

export const metadataThrownAway = {
  id: 'metadata-thrown-away',
  defect: 'ingesters answer success to metadata of counters, and throw away what they have of them',
  edits: [
    {
      file: 'pkg/ingester/user_metrics_metadata.go',
      anchor: 'mm.metricToMetadata[metric][*metadata] = time.Now()',
      put: 'if mutantBroken() && metadata.Type == mimirpb.COUNTER {\n\t\tdelete(mm.metricToMetadata, metric)\n\t\treturn nil\n\t}\n\t$&',
    },
  ],
  adds: { 'pkg/ingester/mutant.go': goFile('ingester', [], '', SOON) },
  scenario: 'ingester-kill',
  foundBy: ['exemplars'],
} satisfies Mutant
