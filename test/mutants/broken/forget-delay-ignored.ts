import type { Mutant } from '../mutant.ts'

export const forgetDelayIgnored = {
  id: 'forget-delay-ignored',
  defect: 'query-schedulers forget a querier that died at once, whatever the forget delay is',
  edits: [
    {
      file: 'pkg/scheduler/queue/querier_connections.go',
      anchor: 'if querier.shuttingDown || qc.querierForgetDelay == 0 {',
      put: 'if querier.shuttingDown || qc.querierForgetDelay >= 0 {',
    },
  ],
  scenario: 'query-of-death',
  // Others than the shard die.
  foundBy: ['expectations'],
} satisfies Mutant
