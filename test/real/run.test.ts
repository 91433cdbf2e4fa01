import { readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRun, runsIn } from '../../harness/history/read.ts'
import { VerdictFile } from '../../harness/history/verdict.ts'
import { microservices } from '../../harness/topology/modes.ts'
import { podsOf } from '../../harness/topology/workload.ts'
import { testWith } from './abilities.ts'
import { cli, type Ended, NOTHING, TestFolder, traces } from './cli.ts'

const index = fileURLToPath(new URL('../../harness/index.ts', import.meta.url))

let folder: TestFolder

beforeAll(async () => {
  folder = await TestFolder.make()
})
afterAll(() => folder[Symbol.asyncDispose]())

/** The verdicts that a run with --json told, with what is needed to understand a red one. */
const verdicts = ({ stdout }: Ended) =>
  stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(line => line.type === 'verdict')
    .map(({ scenario, verdict, findings }) => ({
      scenario,
      verdict,
      amiss: findings.filter((f: { verdict: string }) => f.verdict !== 'valid'),
    }))
    .sort((a, b) => a.scenario.localeCompare(b.scenario))

const valid = (...scenarios: string[]) => scenarios.map(scenario => ({ scenario, verdict: 'valid', amiss: [] }))

testWith('namespaces', '--addresses port: valid, and the folder holds all that was promised', async () => {
  const runs = join(folder.path, 'port')
  const ended = await cli('run', 'ingester-kill', '--runs', runs, '--addresses', 'port', '--load', 'light', '--json')
  expect({ code: ended.code, stderr: ended.stderr, verdicts: verdicts(ended) }).toEqual({
    code: 0,
    stderr: '',
    verdicts: valid('ingester-kill'),
  })

  const [id, ...others] = await runsIn(runs)
  expect(others).toEqual([])
  expect(await readlink(join(runs, 'latest'))).toBe(id)
  expect(await traces(id!)).toEqual(NOTHING)

  const run = join(runs, id!)
  expect((await readdir(run)).sort()).toEqual([
    'config',
    'harness.log',
    'history.ndjson',
    'junit.xml',
    'pods',
    'prometheus.log',
    'report.html',
    'run.json',
    'verdict.json',
  ])
  expect((await readdir(join(run, 'config'))).sort()).toEqual(['mimir.yaml', 'runtime.yaml', 'started.json'])
  const pods = podsOf(microservices({ zones: 3, pace: 'fast' })).map(p => `${p.name}.log`)
  expect((await readdir(join(run, 'pods'))).sort()).toEqual(pods.sort())

  const { run: info, events, torn } = await readRun(run)
  expect({ ...info.host, os: '', cpus: 0, memory: 0 }).toEqual({
    os: '',
    cpus: 0,
    memory: 0,
    isolation: 'namespaces',
    addresses: 'port',
  })
  expect({ torn, last: events.at(-1)?.type }).toEqual({ torn: undefined, last: 'end' })
  const verdict = VerdictFile.parse(JSON.parse(await readFile(join(run, 'verdict.json'), 'utf8')))
  expect(verdict.repeat).toBe('npm run scenario -- run ingester-kill --seed 1 --load light --addresses port')
  expect((await readFile(join(run, 'junit.xml'), 'utf8')).split('\n')[0]).toBe('<?xml version="1.0" encoding="UTF-8"?>')
  expect((await stat(join(run, 'report.html'))).size).toBeLessThan(3_000_000)

  expect((await cli('check', run)).code).toBe(0)
  expect(JSON.parse(await readFile(join(run, 'verdict.json'), 'utf8'))).toEqual(verdict)
})

test('--isolation none: valid, on loopback addresses of its own; what needs more is not run', async () => {
  const runs = join(folder.path, 'none')
  const both = ['ingester-kill', 'zone-partition']
  const ended = await cli('run', ...both, '--runs', runs, '--isolation', 'none', '--load', 'light', '--json')
  expect({ code: ended.code, stderr: ended.stderr, verdicts: verdicts(ended) }).toEqual({
    code: 3,
    stderr: '',
    verdicts: valid('ingester-kill'),
  })
  expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1)!)).toEqual({
    type: 'not run',
    scenario: 'zone-partition',
    variant: '',
    why: 'it cuts pods off from each other, and pods have no networks of their own with --isolation none',
    fix: 'leave out --isolation none',
  })
})

/** A small Mimir that only serves. What two of them do to each other's latency on one machine is not the matter here. */
const beside = (id: string): string => `
import { readWrite, scenario } from '${index}'
export default scenario({
  id: '${id}',
  title: 'Mimir serves beside another one',
  proves: 'Two runs do not touch each other.',
  suites: [],
  topology: pace => readWrite({ zones: 2, pace, replicas: { 'mimir-read': 1 } }),
  budget: { unavailable: 20_000, errorRatio: 0.5 },
  steps: [{ name: 'serve', run: t => t.traffic(12) }],
  controls: [{ id: 'no-load', says: 'there is no load', red: ['loss'], noLoad: true }],
})
`

test('--parallel 2: two runs side by side are both valid, on addresses of their own', async () => {
  const runs = join(folder.path, 'parallel')
  const files = ['left', 'right'].map(id => join(folder.path, `${id}.scenario.ts`))
  await Promise.all([writeFile(files[0]!, beside('left')), writeFile(files[1]!, beside('right'))])
  const ended = await cli(
    'run',
    ...files,
    '--parallel',
    '2',
    '--runs',
    runs,
    '--isolation',
    'none',
    '--load',
    'light',
    '--json',
  )
  expect({ code: ended.code, stderr: ended.stderr, verdicts: verdicts(ended) }).toEqual({
    code: 0,
    stderr: '',
    verdicts: valid('left', 'right'),
  })

  const ids = await runsIn(runs)
  expect(ids.map(id => id.replace(/-\d.*/, ''))).toEqual(['left', 'right'])
  expect(ids).toContain(await readlink(join(runs, 'latest')))
  const recorded = await Promise.all(ids.map(id => readRun(join(runs, id))))
  const [left, right] = recorded.map(({ events }) => events.filter(e => e.type === 'write'))
  expect(left![0]!.start).toBeLessThan(right!.at(-1)!.end)
  expect(right![0]!.start).toBeLessThan(left!.at(-1)!.end)
  const configs = await Promise.all(ids.map(id => readFile(join(runs, id, 'config', 'mimir.yaml'), 'utf8')))
  const blocks = configs.map(yaml => [...new Set(yaml.match(/\b127\.\d+\./g))])
  expect(blocks.map(b => b.length)).toEqual([1, 1])
  expect(blocks[0]).not.toEqual(blocks[1])
  for (const id of ids) expect(await traces(id)).toEqual(NOTHING)
})
