import { expect, test } from 'vitest'
import { PATHS } from '../../../harness/mimir/routes.ts'
import { chartYaml } from './chart.ts'

test('charts/mimir sends the same paths to the same families as a fleet', () => {
  const sorted = (all: Readonly<Record<string, readonly string[]>>) =>
    Object.fromEntries(Object.entries(all).map(([family, paths]) => [family, paths.toSorted()]))
  expect(sorted(chartYaml('mimir', 'files/families.yaml'))).toEqual(sorted(PATHS))
})
