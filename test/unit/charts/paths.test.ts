import { expect, test } from 'vitest'
import { PATHS } from '../../../harness/mimir/routes.ts'
import { chartYaml } from './chart.ts'

test('charts/mimir sends the same paths to the same API groups as a fleet', () => {
  const sorted = (all: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(Object.entries(all).map(([apiGroup, paths]) => [apiGroup, paths.toSorted()]))
  expect(sorted(chartYaml('mimir', 'files/api-groups.yaml'))).toEqual(sorted(PATHS))
})
