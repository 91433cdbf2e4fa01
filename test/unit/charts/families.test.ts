import { expect, test } from 'vitest'
import { familyHelp, familyOf } from '../../../harness/cluster/gateway/family-of.ts'
import { families } from '../../../harness/topology/types.ts'
import { chartYaml } from './chart.ts'

const chart: Record<string, string[]> = chartYaml('mimir', 'files/families.yaml')

test('the chart sends the same paths to the same families as the gateway of the process provider', () => {
  const lines = families.map(family => `${family}: ${chart[family]!.map(p => p.replace(/\/$/, '/*')).join(' ')}\n`)
  const sorted = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(line => line.split(' ').sort())
      .sort()
  expect(sorted(lines.join(''))).toEqual(sorted(familyHelp()))
})

test('the longest path wins in nginx, the first in the process provider: to the same end', () => {
  for (const [family, paths] of Object.entries(chart)) {
    for (const path of paths) {
      expect([path, familyOf(path)]).toEqual([path, family])
      if (path.endsWith('/')) expect([path, familyOf(`${path}deeper/x`)]).toEqual([path, family])
    }
  }
})
