import type { Mutant } from '../mutant.ts'
import { otherTenant } from '../other-tenant.ts'

/** Seconds: until then the blocks of the store are not all there. */
const SOUND_FOR = 75

export const blocksOfAnotherTenant = {
  id: 'blocks-of-another-tenant',
  defect: 'queriers ask store-gateways for the blocks of another tenant in one query of 5',
  edits: [
    {
      file: 'pkg/querier/blocks_store_queryable.go',
      anchor: 'return q.selectSorted(ctx, sp, tenantID, matchers...)',
      put: 'tenantID = mutantTenant(tenantID)\n\treturn q.selectSorted(ctx, sp, tenantID, matchers...)',
    },
  ],
  adds: { 'pkg/querier/mutant.go': otherTenant('querier', 5, SOUND_FOR) },
  scenario: './test/mutants/old-data.scenario.ts',
  foundBy: ['isolation'],
} satisfies Mutant
