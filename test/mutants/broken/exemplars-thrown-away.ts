import { goFile, type Mutant } from '../mutant.ts'

/** Seconds: the ingester that was killed must be broken again before the run is over, or it has what others lack. */
const SOON = 8

export const exemplarsThrownAway = {
  id: 'exemplars-thrown-away',
  defect: 'ingesters answer success to samples and throw their exemplars away',
  edits: [
    {
      file: 'pkg/ingester/ingester_push.go',
      anchor: 'i.limits.MaxGlobalExemplarsPerUser(userID) > 0 {',
      put: '!mutantBroken() && $&',
    },
  ],
  adds: { 'pkg/ingester/mutant.go': goFile('ingester', [], '', SOON) },
  scenario: 'ingester-kill',
  foundBy: ['exemplars'],
} satisfies Mutant
