import type { Mutant } from '../mutant.ts'

export const plantedPanic = {
  id: 'planted-panic',
  defect:
    'queriers panic when they decode a stored chunk of a marked series: a planted panic, as there was one for broken histograms',
  edits: [
    {
      file: 'pkg/querier/distributor_queryable_streaming.go',
      anchor: 'chunks, err := client.FromChunks(s.labels, uniqueChunks)',
      put: 'if s.labels.Get("__name__") == "planted_panic" {\n\t\tpanic("planted panic: a chunk of a marked series")\n\t}\n\t$&',
    },
  ],
  scenario: './test/mutants/planted-panic.scenario.ts',
  // Nothing finds it: the scenario is about it, and predicts who dies.
  foundBy: [],
} satisfies Mutant
