import { goFile, type Mutant } from '../mutant.ts'

export const shardIgnoredByWrites = {
  id: 'shard-ignored-by-writes',
  defect: "distributors send one push in 20, by chance, to ingesters outside of the tenant's shard, too",
  edits: [
    {
      file: 'pkg/distributor/distributor.go',
      anchor: 'ingestersSubring = d.ingestersRing.ShuffleShard(userID, d.limits.IngestionTenantShardSize(userID))',
      put: 'ingestersSubring = d.ingestersRing.ShuffleShard(userID, mutantSize(d.limits.IngestionTenantShardSize(userID)))',
    },
  ],
  adds: {
    'pkg/distributor/mutant.go': goFile(
      'distributor',
      ['math/rand/v2'],
      `
func mutantSize(size int) int {
	if mutantBroken() && rand.IntN(20) == 0 {
		return 0
	}
	return size
}`,
    ),
  },
  scenario: 'shard-grow',
  foundBy: ['loss', 'expectations'],
} satisfies Mutant
