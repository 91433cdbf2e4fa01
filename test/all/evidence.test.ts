import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readVerdict, runsIn } from '../../harness/history/read.ts'
import { readRun } from '../judged.ts'
import { cli, TestFolder } from '../real/cli.ts'

let folder: TestFolder

beforeAll(async () => {
  folder = await TestFolder.make()
})
afterAll(() => folder[Symbol.asyncDispose]())

const file = (name: string): string => fileURLToPath(new URL(`../real/scenarios/${name}.scenario.ts`, import.meta.url))

/** Runs one scenario of these tests, and reads what it left. */
async function left(name: string, ...flags: string[]) {
  const runs = join(folder.path, [name, ...flags].join('_'))
  const { code } = await cli('run', file(name), '--runs', runs, '--load', 'light', '--json', ...flags)
  const [id] = await runsIn(runs)
  const run = join(runs, id!)
  const { events } = await readRun(run)
  const verdict = (await readVerdict(run))!
  const evidence = (check: string) => verdict.findings.find(f => f.check === check)?.evidence ?? []
  const finalReads = events.filter(e => e.type === 'read' && e.path === 'final' && e.outcome === 'ok').length
  return { code, events, verdict, evidence, finalReads }
}

test('a pod that crashes under load is invalid: the step stops, the load goes on for a while, samples are read back, metrics are kept', async () => {
  const { code, events, verdict, evidence, finalReads } = await left('crash')
  expect({ code, verdict: verdict.verdict }).toEqual({ code: 1, verdict: 'invalid' })
  const [died] = evidence('pods')
  expect(died?.text).toMatch(/^mimir-backend-zone-a-0 \(.*\) died at .*, during step "a long step": exit 2$/)
  expect(died?.lines?.length).toBe(50)
  const death = events.find(e => e.type === 'pod' && e.phase === 'died')
  const written = events.filter(e => e.type === 'write' && e.outcome === 'acked')
  const last = Math.max(...written.map(e => (e.type === 'write' ? e.end : 0)))
  expect(death?.type === 'pod' && last - death.at).toBeGreaterThan(8000)
  expect(finalReads).toBeGreaterThan(0)
  expect(events.filter(e => e.type === 'metric').length).toBeGreaterThan(0)
  expect(verdict.steps.find(s => s.step === 'what is never reached')?.outcome).toBe('skipped')
})

test('pods that are scaled in while they serve cost no request', async () => {
  const { code, events, verdict } = await left('scale-in')
  expect(verdict.findings.filter(f => f.verdict !== 'valid')).toEqual([])
  expect(code).toBe(0)
  const hooks = events.filter(e => e.type === 'pre-stop')
  expect(hooks.map(e => `${e.pod}: ${e.hook}`).sort()).toEqual([
    'distributor-1: sleep 1 s',
    'distributor-2: sleep 1 s',
    'query-frontend-1: sleep 1 s',
    'query-frontend-2: sleep 1 s',
  ])
})

test('a Mimir in a second place is restarted, and clients of the first one do not notice', async () => {
  const { code, events, verdict } = await left('two-places')
  expect(verdict.findings.filter(f => f.verdict !== 'valid')).toEqual([])
  expect(code).toBe(0)
  expect(events.flatMap(e => (e.type === 'apply' ? e.changes : []))).toEqual(['vm: roll querier-0 (restart)'])
  const stopped = events.flatMap(e => (e.type === 'pod' && e.phase === 'stopping' ? [e.pod] : []))
  expect(stopped).toEqual(['vm/querier-0'])
})

describe('what an author got wrong shows in a run that is kept', () => {
  test('a step that changes nothing is unknown', async () => {
    const { code, evidence, finalReads } = await left('mistakes')
    expect(code).toBe(3)
    expect(evidence('coverage').map(e => e.text.replace(/ at [\d:.]+$/, ''))).toEqual([
      '"change nothing" changed no pod, route or override',
    ])
    expect(finalReads).toBeGreaterThan(0)
  })

  test.each(['gate-without-data', 'expectation-not-met', 'late-usage-error'])('%s', async control => {
    const { verdict, finalReads } = await left('mistakes', '--control', control)
    expect(verdict.asExpected).toMatchObject({ met: true })
    expect(finalReads).toBeGreaterThan(0)
  })
})
