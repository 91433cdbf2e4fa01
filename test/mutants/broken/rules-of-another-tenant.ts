import type { Mutant } from '../mutant.ts'
import { otherTenant } from '../other-tenant.ts'

export const rulesOfAnotherTenant = {
  id: 'rules-of-another-tenant',
  defect: 'rulers show the rule groups of another tenant in one answer of 5 of the rules API',
  edits: [
    {
      file: 'pkg/ruler/ruler.go',
      anchor: 'r.getLocalRules(ctx, userID, *in)',
      put: 'r.getLocalRules(ctx, mutantTenant(userID), *in)',
    },
  ],
  adds: { 'pkg/ruler/mutant.go': otherTenant('ruler', 5) },
  scenario: 'ingester-kill',
  foundBy: ['isolation'],
} satisfies Mutant
