import { goFile, type Mutant } from '../mutant.ts'

export const zoneCAddsOne = {
  id: 'zone-c-adds-one',
  defect: 'ingesters of zone-c store a value that is 1 too much, in one write in 20, by chance',
  edits: [
    {
      file: 'pkg/ingester/ingester_push.go',
      anchor: 'defer cleanUp()',
      put: '$&\n\tif i.cfg.IngesterRing.InstanceZone == "zone-c" && mutantAddsOne() {\n\t\tmutantAddOne(req)\n\t}',
    },
  ],
  adds: {
    'pkg/ingester/mutant.go': goFile(
      'ingester',
      ['github.com/grafana/mimir/pkg/mimirpb', 'math/rand/v2'],
      `
func mutantAddsOne() bool { return mutantBroken() && rand.IntN(20) == 0 }

func mutantAddOne(req *mimirpb.WriteRequest) {
	for _, series := range req.Timeseries {
		for s := range series.Samples {
			series.Samples[s].Value++
		}
	}
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['redundancy'],
} satisfies Mutant
