import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import { variantsTold } from '../../../harness/scenario/variants-told.ts'
import { sampleRun, sampleVerdict } from '../report/sample-run.ts'

let runs: string
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'told-'))
})
afterEach(() => rm(runs, { recursive: true }))

/** A folder as a run leaves it. */
async function ran(id: string, rows: string[][], more: Partial<RunInfo>): Promise<string> {
  const folder = join(runs, id)
  await mkdir(folder)
  const tables = [{ title: 'Deaths', heads: ['#died'], rows }]
  await writeFile(join(folder, 'run.json'), JSON.stringify({ ...sampleRun, id, requestedFaults: [], ...more }))
  await writeFile(join(folder, 'verdict.json'), JSON.stringify({ ...sampleVerdict, verdict: 'valid', tables }))
  return folder
}

test('tables of one row, of variants and controls, are one table; the newest run of each counts', async () => {
  const { startedAt } = sampleRun
  const folders = [
    await ran('new', [['2']], { variant: 'shard', startedAt: startedAt + 1 }),
    await ran('old', [['5']], { variant: 'shard' }),
    await ran('wrong', [['8']], { control: 'off', startedAt: startedAt + 2 }),
  ]
  const [table, ...others] = await variantsTold(folders)
  expect(others).toEqual([])
  expect(table).toEqual({
    title: `${sampleRun.scenario}: Deaths`,
    heads: ['variant', 'verdict', '#died'],
    rows: [
      ['shard', 'valid', '2'],
      ['off', 'valid', '8'],
    ],
  })
})

test('a table of several rows, of one run alone, or of a run with a fault of the user is left out', async () => {
  expect(await variantsTold([await ran('one', [['2']], { variant: 'a' })])).toEqual([])
  const more = [
    await ran('two', [['2'], ['3']], { variant: 'b' }),
    await ran('three', [['1'], ['2']], { variant: 'c' }),
  ]
  expect(await variantsTold(more)).toEqual([])
  const hit = await ran('hit', [['2']], { variant: 'd', requestedFaults: ['kill-pod@1'] })
  expect(await variantsTold([join(runs, 'one'), hit, join(runs, 'none')])).toEqual([])
})
