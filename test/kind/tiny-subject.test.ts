import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cli } from '../real/cli.ts'
import { buildTiny } from '../tiny/build.ts'

/** A product of which the core knows nothing, on a kind cluster that its run makes: installed by the chart of fleets, killed, paused, cut off and judged. */
const scenario = fileURLToPath(new URL('../tiny/store-dies.scenario.ts', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-tiny-kind-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a tiny subject on kind', async () => {
  const args = ['run', scenario, '--provider', 'kind', '--runs', join(folder, 'runs'), '--json']
  const { code, stdout, stderr } = await new Cli(args, { TINY_BIN: await buildTiny(folder) }).ended
  const told = stdout.trimEnd().split('\n')
  const verdict = told.map(line => JSON.parse(line)).find(line => line.type === 'verdict')
  const findings = verdict.findings.map((f: { check: string; verdict: string }) => `${f.check} ${f.verdict}`)
  const faults = verdict.faults.map((f: { kind: string; outcome: string }) => `${f.kind} ${f.outcome}`)
  expect({ code, stderr, findings, faults }).toEqual({
    code: 0,
    stderr: '',
    findings: ['kept valid', 'availability valid', 'faults valid', 'pods valid', 'coverage valid'],
    faults: ['kill-pod recovered', 'pause-pods recovered', 'partition-zones recovered'],
  })
})
