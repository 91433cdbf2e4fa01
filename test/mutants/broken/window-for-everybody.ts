import type { Mutant } from '../mutant.ts'

export const windowForEverybody = {
  id: 'window-for-everybody',
  defect: 'ingesters take samples out of order of tenants that have no window for them',
  edits: [
    {
      file: 'pkg/util/validation/limits.go',
      anchor: 'return time.Duration(o.getOverridesForUser(userID).OutOfOrderTimeWindow)',
      put: 'return max(10*time.Minute, time.Duration(o.getOverridesForUser(userID).OutOfOrderTimeWindow))',
    },
  ],
  scenario: 'ingester-kill',
  foundBy: ['loss'],
} satisfies Mutant
