import { goFile, type Mutant } from '../mutant.ts'

export const lookbackForgotten = {
  id: 'lookback-forgotten',
  defect: 'queriers and rulers ask the shard of a tenant as it is now, and not who was in it within the lookback',
  edits: [
    {
      file: 'pkg/distributor/query.go',
      anchor: 'r = r.ShuffleShardWithLookback(userID, shardSize, lookbackPeriod, time.Now())',
      put: 'r = r.ShuffleShardWithLookback(userID, shardSize, mutantLookback(lookbackPeriod), time.Now())',
    },
  ],
  adds: {
    'pkg/distributor/mutant.go': goFile(
      'distributor',
      [],
      `
func mutantLookback(lookback time.Duration) time.Duration {
	if mutantBroken() {
		return 0
	}
	return lookback
}`,
    ),
  },
  scenario: 'shard-join',
  foundBy: ['loss'],
} satisfies Mutant
