import { goFile, type Mutant } from '../mutant.ts'

export const querierShardIgnored = {
  id: 'querier-shard-ignored',
  defect: 'query-schedulers give queries of a tenant to queriers outside of its shard, too',
  edits: [
    {
      file: 'pkg/scheduler/queue/tenant_querier_shards.go',
      anchor: 'if tenant.maxQueriers == 0 || len(tqa.querierIDsSorted) <= tenant.maxQueriers {',
      put: 'if mutantBroken() || tenant.maxQueriers == 0 || len(tqa.querierIDsSorted) <= tenant.maxQueriers {',
    },
  ],
  adds: { 'pkg/scheduler/queue/mutant.go': goFile('queue', [], '') },
  scenario: 'query-of-death',
  foundBy: ['expectations'],
} satisfies Mutant
