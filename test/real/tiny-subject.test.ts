import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTiny } from '../tiny/build.ts'
import { Cli } from './cli.ts'

/** The core alone starts, kills, pauses, partitions and judges a product of which it knows nothing. */
const scenario = fileURLToPath(new URL('../tiny/store-dies.scenario.ts', import.meta.url))

let folder: string
let binary: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-subject-'))
  binary = await buildTiny(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = async (...args: string[]) => {
  const cli = new Cli(['run', scenario, '--runs', join(folder, 'runs'), '--json', ...args], { TINY_BIN: binary })
  const { code, stdout, stderr } = await cli.ended
  const told = stdout.trimEnd().split('\n')
  const verdict = told.map(line => JSON.parse(line)).find(line => line.type === 'verdict')
  return { code, stderr, verdict }
}

test('a tiny subject is run and judged, and its signal is in the report', async () => {
  const { code, stderr, verdict } = await run()
  const findings = verdict.findings.map((f: { check: string; verdict: string }) => `${f.check} ${f.verdict}`)
  expect({ code, stderr, findings }).toEqual({
    code: 0,
    stderr: '',
    findings: ['kept valid', 'availability valid', 'faults valid', 'pods valid', 'coverage valid'],
  })
  expect(verdict.faults.map((f: { kind: string; outcome: string }) => `${f.kind} ${f.outcome}`)).toEqual([
    'kill-pod recovered',
    'pause-pods recovered',
    'partition-zones recovered',
  ])
  expect(verdict.numbers.items_operations).toBeGreaterThan(100)
  const report = await readFile(join(folder, 'runs', 'latest', 'report.html'), 'utf8')
  expect(report).toContain('Items sent to the tiny store')
  expect(report).toMatch(/<b>kept<\/b><span>0 of \d+ acked items missing/)
})

test('items that were acknowledged and not kept make it invalid', async () => {
  const { code, verdict } = await run('--control', 'dropped')
  const missing = verdict.findings.find((f: { check: string }) => f.check === 'kept')
  expect({ code, met: verdict.asExpected.met, verdict: missing.verdict }).toEqual({
    code: 0,
    met: true,
    verdict: 'invalid',
  })
})
