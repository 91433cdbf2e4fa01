import { goFile, type Mutant } from '../mutant.ts'

export const pushesNotCounted = {
  id: 'pushes-not-counted',
  defect:
    'distributors answer 200 to one push of tenant-b in 30, by chance, before they count its samples, and throw it away',
  edits: [
    {
      file: 'pkg/distributor/distributor.go',
      anchor: 'd.updateReceivedMetrics(ctx, pushReq, userID)',
      put: 'if mutantForgets(userID) {\n\t\treturn nil\n\t}\n\t$&',
    },
  ],
  adds: {
    'pkg/distributor/mutant.go': goFile(
      'distributor',
      ['math/rand/v2'],
      'func mutantForgets(user string) bool { return user == "tenant-b" && mutantBroken() && rand.IntN(30) == 0 }',
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['assertions'],
} satisfies Mutant
