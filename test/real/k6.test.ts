import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runsIn } from '../../harness/history/read.ts'
import { VerdictFile } from '../../harness/history/verdict.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { readRun } from '../judged.ts'
import { testWith } from './abilities.ts'
import { Cli, cli, NOTHING, TestFolder, traces } from './cli.ts'
import { EVERYTHING } from './everything.ts'

const index = fileURLToPath(new URL('../../harness/mimir/index.ts', import.meta.url))

let folder: TestFolder
let scenario: string

beforeAll(async () => {
  folder = await TestFolder.make()
  scenario = join(folder.path, 'k6.scenario.ts')
  await writeFile(
    scenario,
    `import { k6, readWrite, scenario } from '${index}'
export default scenario({
  id: 'with-k6',
  title: 'k6 beside the ledger',
  proves: 'nothing',
  suites: [],
  topology: pace => readWrite({ zones: 1, pace }),
  signals: [k6],
  steps: [{ name: 'wait', run: t => t.traffic(12) }],
  controls: [
    {
      id: 'reads-refused',
      description: 'no query is answered',
      expectFail: ['availability', 'k6'], verify: () => undefined,
      inject: { step: 'wait', defect: { kind: 'refuse', route: 'reads' } },
    },
  ],
})
`,
  )
})
afterAll(() => folder[Symbol.asyncDispose]())

/** The only run that a test leaves in its own folder of runs. */
async function outcomeOf(runs: string) {
  const [id] = await runsIn(runs)
  const place = join(runs, id!)
  const verdict = VerdictFile.parse(JSON.parse(await readFile(join(place, 'verdict.json'), 'utf8')))
  const { run, events } = await readRun(place)
  const summary = events.find(e => e.type === 'k6')
  return { place, verdict, run, summary, finding: verdict.findings.find(f => f.check === 'k6') }
}

/** What a run asks and writes without k6. */
const ITS_OWN = ['ledger', 'redundancy', 'instant', 'range', 'labels', 'cross-tenant', 'rules', 'rules-api']

const checks = [
  'write: answered',
  ...['label values', 'series', 'rate', 'sum by', 'topk', 'rate over time', 'quantile over time'].flatMap(query => [
    `${query}: answered`,
    `${query}: not empty`,
  ]),
]

test.runIf(EVERYTHING)('k6 writes and queries, and finds what it wrote', async () => {
  const runs = join(folder.path, 'good')
  await cli('run', scenario, '--runs', runs, '--json', '--k6-rate', '3', '--load', 'light')
  const { place, verdict, run, summary } = await outcomeOf(runs)

  expect(run.signals).toEqual([...ITS_OWN, 'k6'])
  expect(run.versions.k6).toMatch(/^\d+\.\d+\.\d+/)
  expect(verdict.repeat).toContain(' --k6-rate 3')
  expect(summary, await readFile(join(place, 'k6', 'k6.log'), 'utf8')).toMatchObject({
    wanted: 3,
    writes: { failed: 0, unreached: 0 },
    queries: { failed: 0, unreached: 0 },
  })
  // About 30 and 20; less where the machine is busy.
  expect(summary!.writes.requests).toBeGreaterThan(0)
  expect(summary!.queries.requests).toBeGreaterThan(0)
  // Queries take turns, so each has been made; one that never was made would leave no check.
  expect(summary!.checks.map(({ check, failed }) => ({ check, failed }))).toEqual(
    expect.arrayContaining(checks.map(check => ({ check, failed: 0 }))),
  )
  expect(JSON.parse(await readFile(join(place, 'k6', 'summary.json'), 'utf8'))).toHaveProperty('metrics.http_reqs')
  expect(await readFile(join(place, 'report.html'), 'utf8')).toContain('<h2>k6</h2>')
})

test.runIf(EVERYTHING)('queries that are refused make its finding red', async () => {
  const runs = join(folder.path, 'refused')
  await cli('run', scenario, '--runs', runs, '--json', '--control', 'reads-refused', '--load', 'light')
  const { summary, finding } = await outcomeOf(runs)

  // In the steady state, before the defect, they are answered.
  const { requests, failed } = summary!.queries
  expect(failed).toBeGreaterThan(requests / 2)
  expect(failed).toBeLessThan(requests)
  expect(finding).toMatchObject({ verdict: 'invalid' })
  expect(finding!.evidence.map(e => e.kind)).toContain('failed')
})

test.runIf(EVERYTHING)('with --k6-rate 0 there is no k6, and the run says so', async () => {
  const runs = join(folder.path, 'none')
  await cli('run', scenario, '--runs', runs, '--json', '--k6-rate', '0')
  const { verdict, run, summary, finding } = await outcomeOf(runs)

  expect({ signals: run.signals, k6: run.versions.k6, summary, finding }).toEqual({
    signals: ITS_OWN,
  })
  expect(verdict.notCovered).toContain('k6 sent nothing beside the ledger and the probers: --k6-rate 0')
})

for (const [sandbox, need] of [
  ['namespaces', 'pod networks'],
  ['none', 'nothing'],
] as const) {
  if (!EVERYTHING) continue
  testWith(need, `it does not outlive a run whose process is killed, --sandbox ${sandbox}`, async () => {
    const runs = join(folder.path, `killed-${sandbox}`)
    const it = new Cli(['run', scenario, '--runs', runs, '--json', '--sandbox', sandbox])
    const processOf = (program: string) =>
      until(
        async () => {
          const [run] = await runsIn(runs)
          for (const pid of run ? (await traces(run)).processes : []) {
            const line = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')
            if (line.includes(program)) return done(pid)
          }
          return notYet(`no process with ${program}`)
        },
        { for: `${program} to run`, deadline: 60_000 },
      )
    await processOf('k6/script/main')
    await systemClock.sleep(500)
    process.kill(await processOf('scenario/worker'), 'SIGKILL')
    await it.ended

    const { run, finding } = await outcomeOf(runs)
    expect(await traces(run.id)).toEqual(NOTHING)
    expect(finding).toMatchObject({ verdict: 'unknown', summary: 'k6 left no summary' })
  })
}
