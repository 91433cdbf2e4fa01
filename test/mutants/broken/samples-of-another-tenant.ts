import type { Mutant } from '../mutant.ts'
import { otherTenant } from '../other-tenant.ts'

export const samplesOfAnotherTenant = {
  id: 'samples-of-another-tenant',
  defect: 'queriers answer one query in 20 with what ingesters have of another tenant',
  edits: [
    {
      file: 'pkg/querier/distributor_queryable.go',
      anchor: 'minT, maxT := q.mint, q.maxt',
      put: 'ctx = mutantContext(ctx, tenantID)\n\t$&',
    },
  ],
  adds: { 'pkg/querier/mutant.go': otherTenant('querier', 20) },
  scenario: 'ingester-kill',
  foundBy: ['isolation'],
} satisfies Mutant
