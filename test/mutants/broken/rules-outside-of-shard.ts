import { goFile, type Mutant } from '../mutant.ts'

export const rulesOutsideOfShard = {
  id: 'rules-outside-of-shard',
  defect:
    'rulers evaluate the rule groups of a tenant outside of its shard, each group once, and answer its rules API from there',
  edits: [
    {
      file: 'pkg/ruler/ruler.go',
      anchor: 'subRing := r.ring.ShuffleShard(userID, shardSize)',
      put: 'subRing := mutantShard(r.ring, userID, shardSize)',
    },
    {
      file: 'pkg/ruler/ruler.go',
      anchor: 'rr = r.ring.ShuffleShard(userID, shardSize)',
      put: 'rr = mutantShard(r.ring, userID, shardSize)',
    },
  ],
  adds: {
    'pkg/ruler/mutant.go': goFile(
      'ruler',
      ['fmt', 'slices', 'github.com/grafana/dskit/ring'],
      `
func mutantShard(r ring.ReadRing, tenant string, size int) ring.ReadRing {
	own := r.ShuffleShard(tenant, size)
	isOwn := func(it ring.InstanceDesc) bool { return own.HasInstance(it.Id) }
	for i := 0; i < 1000 && mutantBroken(); i++ {
		other := r.ShuffleShard(fmt.Sprint(tenant, i), size)
		set, err := other.GetAllHealthy(RuleEvalRingOp)
		if err == nil && !slices.ContainsFunc(set.Instances, isOwn) {
			return other
		}
	}
	return own
}`,
    ),
  },
  scenario: 'shard-rollout',
  foundBy: ['expectations'],
} satisfies Mutant
