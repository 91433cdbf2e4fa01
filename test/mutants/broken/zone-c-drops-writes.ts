import { goFile, type Mutant } from '../mutant.ts'

export const zoneCDropsWrites = {
  id: 'zone-c-drops-writes',
  defect: 'ingesters of zone-c say of one write in 20 that they have it, by chance, and store nothing',
  edits: [
    {
      file: 'pkg/ingester/ingester_push.go',
      anchor: 'defer cleanUp()',
      put: '$&\n\tif i.cfg.IngesterRing.InstanceZone == "zone-c" && mutantStoresNothing() {\n\t\treturn nil\n\t}',
    },
  ],
  adds: {
    // Sound until the other ingester is back: from then on any two zones have it, and no read can miss anything.
    'pkg/ingester/mutant.go': goFile(
      'ingester',
      ['math/rand/v2'],
      'func mutantStoresNothing() bool { return mutantBroken() && rand.IntN(20) == 0 }',
      32,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['redundancy'],
} satisfies Mutant
