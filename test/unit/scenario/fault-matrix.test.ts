import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import { matricesOf, writeMatrices } from '../../../harness/scenario/fault-matrix.ts'
import { sampleRun, sampleVerdict } from '../report/sample-run.ts'

let runs: string

beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'matrix-'))
})
afterEach(() => rm(runs, { recursive: true }))

const folders = (...ids: string[]) => ids.map(id => join(runs, id))

const steps = ['warm up', '3.1 roll zone-a', '3.2 roll zone-b']

/** A folder as a run leaves it. */
async function ran(id: string, requestedFaults: string[], verdict: 'valid' | 'invalid', more: Partial<RunInfo> = {}) {
  const run = { ...sampleRun, id, requestedFaults, coverage: { ...sampleRun.coverage, steps }, ...more }
  await mkdir(join(runs, id))
  await writeFile(join(runs, id, 'run.json'), JSON.stringify(run))
  await writeFile(join(runs, id, 'verdict.json'), JSON.stringify({ ...sampleVerdict, verdict }))
}

test('each fault of each run is a row, in the order of the steps, whatever way the step was named', async () => {
  await ran('together', ['kill-pod@3.2', 'kill-pod@1'], 'valid')
  await ran('alone', ['kill-pod@2'], 'invalid')
  const [matrix, ...others] = await matricesOf(folders('together', 'alone'))
  expect(others).toEqual([])
  expect(matrix!.rows.map(r => [r.step, r.name, r.fault, r.besides, r.verdict, r.run])).toEqual([
    [1, 'warm up', 'kill-pod@1', ['kill-pod@3.2'], 'valid', 'together'],
    [2, '3.1 roll zone-a', 'kill-pod@2', [], 'invalid', 'alone'],
    [3, '3.2 roll zone-b', 'kill-pod@3.2', ['kill-pod@1'], 'valid', 'together'],
  ])
})

test('of runs with the same faults and seed the newest counts; another seed, and the same fault with others, are runs of their own', async () => {
  const { startedAt } = sampleRun
  await ran('first', ['kill-pod@2'], 'invalid')
  await ran('again', ['kill-pod@2'], 'valid', { startedAt: startedAt + 60_000 })
  await ran('seed', ['kill-pod@2'], 'invalid', { seed: 8 })
  await ran('together', ['kill-pod@2', 'kill-pod@3'], 'invalid')
  const [matrix] = await matricesOf(folders('again', 'first', 'seed', 'together'))
  expect(matrix!.rows.map(r => [r.fault, r.seed, r.run])).toEqual([
    ['kill-pod@2', 7, 'again'],
    ['kill-pod@2', 7, 'together'],
    ['kill-pod@2', 8, 'seed'],
    ['kill-pod@3', 7, 'together'],
  ])
})

test('what had no fault, was a control, was not judged, or is no run at all, is left out', async () => {
  await ran('plain', [], 'valid')
  await ran('control', ['kill-pod@2'], 'invalid', { control: 'broken' })
  await ran('unjudged', ['kill-pod@2'], 'valid')
  await rm(join(runs, 'unjudged', 'verdict.json'))
  await mkdir(join(runs, 'other'))
  expect(await matricesOf(folders('plain', 'control', 'unjudged', 'other', 'nowhere'))).toEqual([])
})

test('a page leads to the reports of runs, wherever they are', async () => {
  await ran('here', ['kill-pod@1'], 'valid')
  await mkdir(join(runs, 'old'))
  await ran('old/there', ['kill-pod@2'], 'valid', { id: 'there' })
  await symlink('here', join(runs, 'latest'))
  const all = folders('latest', 'old/there')
  const [page, ...others] = await writeMatrices(runs, await matricesOf(all), all)
  expect([page, others]).toEqual([join(runs, `matrix-${sampleRun.scenario}.html`), []])
  const links = [...(await readFile(page!, 'utf8')).matchAll(/href="([^"]*report.html)"/g)].map(([, to]) => to)
  expect(links).toEqual(['here/report.html', 'old/there/report.html'])
})
