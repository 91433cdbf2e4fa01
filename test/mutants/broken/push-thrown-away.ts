import { goFile, type Mutant } from '../mutant.ts'

export const pushThrownAway = {
  id: 'push-thrown-away',
  defect: 'distributors answer 200 to one push in 500, by chance, and throw it away',
  edits: [
    {
      file: 'pkg/distributor/distributor.go',
      anchor: 'span.SetAttributes(attribute.String("user", userID))',
      put: 'if mutantThrowsAway() {\n\t\treturn nil\n\t}\n\t$&',
    },
  ],
  adds: {
    'pkg/distributor/mutant.go': goFile(
      'distributor',
      ['math/rand/v2'],
      'func mutantThrowsAway() bool { return mutantBroken() && rand.IntN(500) == 0 }',
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['loss'],
} satisfies Mutant
