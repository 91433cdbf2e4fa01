import type { Mutant } from '../mutant.ts'
import { distributorThrowsAway } from './distributor-throws-away.ts'

export const lateSamplesThrownAway = {
  id: 'late-samples-thrown-away',
  defect: 'distributors answer 200 to samples that are more than 3 s old, and throw them away',
  ...distributorThrowsAway(
    ['slices'],
    `
	oldest := time.Now().Add(-3 * time.Second).UnixMilli()
	for i := range req.Timeseries {
		series := &req.Timeseries[i]
		series.Samples = slices.DeleteFunc(series.Samples, func(it mimirpb.Sample) bool { return it.TimestampMs < oldest })
		series.SamplesUpdated()
	}`,
  ),
  scenario: 'ingester-kill',
  foundBy: ['loss'],
} satisfies Mutant
