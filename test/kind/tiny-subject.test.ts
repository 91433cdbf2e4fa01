import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cli } from '../real/cli.ts'
import { buildTiny } from '../tiny/build.ts'

/** A product of which the core knows nothing, on a kind cluster that its run makes, installed by the chart of fleets. */

let folder: string
let binary: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-tiny-kind-'))
  binary = await buildTiny(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function run(scenario: string) {
  const file = fileURLToPath(new URL(`../tiny/${scenario}.scenario.ts`, import.meta.url))
  const args = ['run', file, '--provider', 'kind', '--runs', join(folder, 'runs'), '--json']
  const { code, stdout, stderr } = await new Cli(args, { TINY_BIN: binary }).ended
  const told = stdout.trimEnd().split('\n')
  const { findings, faults } = told.map(line => JSON.parse(line)).find(line => line.type === 'verdict')
  return {
    ...{ code, stderr },
    findings: findings.map((f: { check: string; verdict: string }) => `${f.check} ${f.verdict}`),
    faults: faults.map((f: { kind: string; outcome: string }) => `${f.kind} ${f.outcome}`),
  }
}

test('it is killed, paused, cut off and judged', async () => {
  expect(await run('store-dies')).toEqual({
    code: 0,
    stderr: '',
    findings: ['kept valid', 'availability valid', 'faults valid', 'pods valid', 'coverage valid'],
    faults: ['kill-pod recovered', 'pause-pods recovered', 'partition-zones recovered'],
  })
})

test('a second place of processes beside it is restarted, and its clients do not notice', async () => {
  expect(await run('two-places')).toEqual({
    code: 0,
    stderr: '',
    findings: ['kept valid', 'availability valid', 'expectations valid', 'pods valid', 'coverage valid'],
    faults: [],
  })
})
