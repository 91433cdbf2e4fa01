import { goFile, type Mutant } from '../mutant.ts'

export const histogramsThrownAway = {
  id: 'histograms-thrown-away',
  defect: 'distributors answer 200 to native histograms and throw one in two away',
  edits: [
    {
      file: 'pkg/distributor/distributor.go',
      anchor: 'span.SetAttributes(attribute.String("user", userID))',
      put: 'mutantThrowsAway(req)\n\t$&',
    },
  ],
  adds: {
    'pkg/distributor/mutant.go': goFile(
      'distributor',
      ['github.com/grafana/mimir/pkg/mimirpb', 'math/rand/v2'],
      `
func mutantThrowsAway(req *mimirpb.WriteRequest) {
	if !mutantBroken() {
		return
	}
	for i := range req.Timeseries {
		if len(req.Timeseries[i].Histograms) > 0 && rand.IntN(2) == 0 {
			req.Timeseries[i].Histograms = nil
			req.Timeseries[i].HistogramsUpdated()
		}
	}
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['loss'],
} satisfies Mutant
