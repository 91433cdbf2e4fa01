import { goFile, type Mutant } from '../mutant.ts'

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
  adds: { 'pkg/ingester/mutant.go': goFile('ingester', [], '') },
  scenario: 'ingester-kill',
  foundBy: ['exemplars'],
} satisfies Mutant
