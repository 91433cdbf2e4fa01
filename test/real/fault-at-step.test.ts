import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runsIn } from '../../harness/history/read.ts'
import { readRun } from '../judged.ts'
import { cli, TestFolder } from './cli.ts'
import { EVERYTHING } from './everything.ts'

const scenario = fileURLToPath(new URL('./three-steps.scenario.ts', import.meta.url))

let folder: TestFolder
let runs: string

beforeAll(async () => {
  folder = await TestFolder.make()
  runs = join(folder.path, 'runs')
})
afterAll(() => folder[Symbol.asyncDispose]())

const run = (...args: string[]) => cli('run', scenario, '--runs', runs, '--json', ...args)

/** The verdict that a run told. */
const told = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
    .find(line => line.type === 'verdict')

test.runIf(EVERYTHING)('a pod is killed in the middle of a step that knows nothing of it', async () => {
  const { code, stdout, stderr } = await run('--fault', 'kill-pod@2')
  const { verdict, findings, faults, requestedFaults, variant, repeat } = told(stdout)
  expect({ code, stderr, verdict, requestedFaults, variant, repeat, amiss: notValid(findings) }).toEqual({
    code: 0,
    stderr: '',
    verdict: 'valid',
    requestedFaults: ['kill-pod@2'],
    variant: 'careful',
    repeat: `npm run scenario -- run ${scenario} --fault kill-pod@2 --seed 1`,
    amiss: [],
  })
  expect(faults).toMatchObject([{ kind: 'kill-pod', requested: 'kill-pod@2', outcome: 'recovered' }])
  expect(faults[0].pods[0]).toMatch(/^ingester-zone-[abc]-0$/)

  const { events } = await readRun(join(runs, 'latest'))
  const at = (phase: string, type: 'step' | 'fault', name: string) =>
    events.find(e => e.type === type && e.phase === phase && (e.type === 'step' ? e.step : e.requested) === name)
  const [begin, end] = ['begin', 'done'].map(phase => at(phase, 'step', '3.2 add a querier') as { at: number })
  const [injecting, recovered] = ['injecting', 'recovered'].map(
    phase => at(phase, 'fault', 'kill-pod@2') as { at: number },
  )
  expect([begin!.at, injecting!.at, recovered!.at, end!.at]).toEqual(
    [begin!.at, injecting!.at, recovered!.at, end!.at].sort((a, b) => a - b),
  )
  const report = await readFile(join(runs, 'latest', 'report.html'), 'utf8')
  expect(report).toContain('requested: kill-pod@2')
})

const notValid = (findings: { verdict: string }[]) => findings.filter(f => f.verdict !== 'valid')

test.runIf(EVERYTHING)(
  'a pod that its own step restarts at this moment is killed, given back, and proved to be as the step wants it',
  async () => {
    const { stdout, stderr } = await run('--fault', 'kill-pod:ingester-zone-a-0@3.1')
    const { findings, faults } = told(stdout)
    expect(stderr).toBe('')
    expect(faults).toMatchObject([{ pods: ['ingester-zone-a-0'], outcome: 'recovered' }])
    // Whatever it did to reads and writes, every step and the fault were carried out and proved.
    expect(
      notValid(findings.filter((f: { check: string }) => ['faults', 'coverage', 'pods'].includes(f.check))),
    ).toEqual([])
  },
)

test.each(['nope', 'querier-7'])('a pod %s, which there can not be, is refused before anything starts', async pod => {
  const before = await runsIn(runs)
  const { code, stdout, stderr } = await run('--fault', `kill-pod:${pod}@2`)
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 })
  expect(stderr).toContain(`there is no pod ${pod}: use one of distributor-0, ingester-zone-a-0, `)
  expect(await runsIn(runs)).toEqual(before)
})

test.runIf(EVERYTHING)('the matrix is made from the folders of the runs', async () => {
  const { code, stdout } = await cli('matrix', runs, '--json')
  const [matrix, ...others] = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect({ code, others, scenario: matrix.scenario }).toEqual({ code: 0, others: [], scenario: 'three-steps' })
  expect(matrix.rows.map((row: Record<string, unknown>) => [row.step, row.fault, row.required])).toEqual([
    [1, 'kill-pod:ingester-zone-a-0@3.1', false],
    [2, 'kill-pod@2', true],
  ])
  const { type: _, ...written } = matrix
  expect(JSON.parse(await readFile(join(runs, 'matrix-three-steps.json'), 'utf8'))).toEqual(written)
  expect(await readFile(join(runs, 'matrix-three-steps.html'), 'utf8')).toContain('kill-pod@2')
})
