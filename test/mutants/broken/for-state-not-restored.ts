import type { Mutant } from '../mutant.ts'

export const forStateNotRestored = {
  id: 'for-state-not-restored',
  defect: 'a ruler that takes over a group does not restore since when its alerts are active',
  edits: [
    {
      file: 'pkg/ruler/compat.go',
      anchor: 'OutageTolerance:            cfg.OutageTolerance,',
      put: 'OutageTolerance:            cfg.OutageTolerance * 0,',
    },
  ],
  scenario: 'rolling-restart',
  foundBy: ['alerts'],
} satisfies Mutant
