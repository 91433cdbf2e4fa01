import type { Mutant } from '../mutant.ts'
import { distributorThrowsAway } from './distributor-throws-away.ts'

export const histogramsThrownAway = {
  id: 'histograms-thrown-away',
  defect: 'distributors answer 200 to native histograms and throw one in two away',
  ...distributorThrowsAway(
    ['math/rand/v2'],
    `
	for i := range req.Timeseries {
		if len(req.Timeseries[i].Histograms) > 0 && rand.IntN(2) == 0 {
			req.Timeseries[i].Histograms = nil
			req.Timeseries[i].HistogramsUpdated()
		}
	}`,
  ),
  scenario: 'ingester-kill',
  foundBy: ['loss'],
} satisfies Mutant
