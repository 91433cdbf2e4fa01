import { goFile, type Mutant } from '../mutant.ts'

export const lateSamplesThrownAway = {
  id: 'late-samples-thrown-away',
  defect: 'distributors answer 200 to samples that are more than 3 s old, and throw them away',
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
      ['github.com/grafana/mimir/pkg/mimirpb', 'slices'],
      `
func mutantThrowsAway(req *mimirpb.WriteRequest) {
	if !mutantBroken() {
		return
	}
	oldest := time.Now().Add(-3 * time.Second).UnixMilli()
	for i := range req.Timeseries {
		series := &req.Timeseries[i]
		series.Samples = slices.DeleteFunc(series.Samples, func(it mimirpb.Sample) bool { return it.TimestampMs < oldest })
		series.SamplesUpdated()
	}
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['loss'],
} satisfies Mutant
