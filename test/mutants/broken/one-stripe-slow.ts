import { goFile, type Mutant } from '../mutant.ts'

export const oneStripeSlow = {
  id: 'one-stripe-slow',
  defect: 'distributors let the pushes of one stripe of the series wait for 3 s',
  edits: [
    {
      file: 'pkg/distributor/distributor.go',
      anchor: 'span.SetAttributes(attribute.String("user", userID))',
      put: 'mutantWait(req)\n\t$&',
    },
  ],
  adds: {
    'pkg/distributor/mutant.go': goFile(
      'distributor',
      ['github.com/grafana/mimir/pkg/mimirpb'],
      `
func mutantWait(req *mimirpb.WriteRequest) {
	if !mutantBroken() {
		return
	}
	for _, series := range req.Timeseries {
		for _, label := range series.Labels {
			if label.Name == "stripe" && label.Value == "3" {
				time.Sleep(3 * time.Second)
				return
			}
		}
	}
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['availability'],
} satisfies Mutant
