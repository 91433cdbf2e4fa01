import { goFile, type Mutant } from '../mutant.ts'

export const readsStandStill = {
  id: 'reads-stand-still',
  defect: 'queriers let all reads wait for 3 s in every 15 s',
  edits: [
    {
      file: 'pkg/querier/distributor_queryable.go',
      anchor: 'minT, maxT := q.mint, q.maxt',
      put: 'mutantWait()\n\t$&',
    },
  ],
  adds: {
    'pkg/querier/mutant.go': goFile(
      'querier',
      [],
      `
func mutantWait() {
	for mutantBroken() && time.Now().UnixMilli()%15000 < 3000 {
		time.Sleep(10 * time.Millisecond)
	}
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['availability'],
} satisfies Mutant
