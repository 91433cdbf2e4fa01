import { describe, expect, test } from 'vitest'
import { mimirProgram } from '../../../harness/mimir/program.ts'
import { tools } from '../../../harness/toolchain/tools.ts'
import { chartFile, chartYaml } from './chart.ts'
import { presets, presetYaml } from './presets.ts'

describe.for(Object.entries(presets))('%s', ([file, preset]) => {
  test('is the mode of the topology', async () => {
    await expect(presetYaml(preset)).toMatchFileSnapshot(chartFile('mimir', file))
  })
})

test('charts are of the versions that the harness runs', () => {
  expect({
    mimir: chartYaml('mimir', 'Chart.yaml').appVersion,
    observer: chartYaml('observer', 'Chart.yaml').appVersion,
    s3: chartYaml('s3', 'Chart.yaml').appVersion,
  }).toEqual({
    mimir: mimirProgram.tool.release.version,
    observer: tools.prometheus.release.version,
    s3: tools.versitygw.release.version,
  })
})
