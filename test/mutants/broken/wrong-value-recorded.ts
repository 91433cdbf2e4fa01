import { goFile, type Mutant } from '../mutant.ts'

export const wrongValueRecorded = {
  id: 'wrong-value-recorded',
  defect: 'rulers record 1 too much in one of five samples',
  edits: [{ file: 'pkg/ruler/compat.go', anchor: 'Value:       v,', put: 'Value:       mutantValue(v),' }],
  adds: {
    'pkg/ruler/mutant.go': goFile(
      'ruler',
      ['math/rand/v2'],
      `
func mutantValue(v float64) float64 {
	if mutantBroken() && rand.IntN(5) == 0 {
		return v + 1
	}
	return v
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['rules'],
} satisfies Mutant
