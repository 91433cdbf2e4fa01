import type { Mutant } from '../mutant.ts'
import { otherTenant } from '../other-tenant.ts'

export const labelsOfAnotherTenant = {
  id: 'labels-of-another-tenant',
  defect: 'queriers answer one request in 5 for label values with those of another tenant',
  edits: [
    {
      file: 'pkg/querier/distributor_queryable.go',
      anchor: 'lvs, err := q.distributor.LabelValuesForLabelName(ctx,',
      put: 'lvs, err := q.distributor.LabelValuesForLabelName(mutantContext(ctx, tenantID),',
    },
  ],
  adds: { 'pkg/querier/mutant.go': otherTenant('querier', 5) },
  scenario: 'ingester-kill',
  foundBy: ['isolation'],
} satisfies Mutant
