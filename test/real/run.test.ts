import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { runsIn } from '../../harness/history/read.ts'
import { VerdictFile } from '../../harness/history/verdict.ts'
import { microservices } from '../../harness/mimir/topology/modes.ts'
import { podsOf } from '../../harness/mimir/topology/workload.ts'
import { readRun } from '../judged.ts'
import { testWith } from './abilities.ts'
import { cli, NOTHING, TestFolder, traces, valid, verdicts } from './cli.ts'

let folder: TestFolder

beforeAll(async () => {
  folder = await TestFolder.make()
})
afterAll(() => folder[Symbol.asyncDispose]())

testWith('namespaces', '--addresses port: valid, and the folder holds all that was promised', async () => {
  const runs = join(folder.path, 'port')
  const ended = await cli('run', 'ingester-pause', '--runs', runs, '--addresses', 'port', '--load', 'light', '--json')
  expect({ code: ended.code, stderr: ended.stderr, verdicts: verdicts(ended) }).toEqual({
    code: 0,
    stderr: '',
    verdicts: valid('ingester-pause'),
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
    'metrics',
    'pods',
    'prometheus.log',
    'report.html',
    'run.json',
    'trace.json',
    'verdict.json',
  ])
  expect((await readdir(join(run, 'config'))).sort()).toEqual(['mimir.yaml', 'runtime.yaml', 'started.json'])
  const pods = podsOf(microservices({ zones: 3, pace: 'fast' })).map(p => `${p.name}.log`)
  // At the end each zone is asked alone.
  const readers = ['a', 'b', 'c'].map(zone => `reader-of-zone-${zone}-0.log`)
  expect((await readdir(join(run, 'pods'))).sort()).toEqual([...pods, ...readers].sort())

  const { run: info, events, torn } = await readRun(run)
  expect({ ...info.host, os: '', cpus: 0, memory: 0 }).toEqual({
    os: '',
    cpus: 0,
    memory: 0,
    sandbox: 'namespaces',
    addresses: 'port',
  })
  expect({ torn, last: events.at(-1)?.type }).toEqual({ torn: undefined, last: 'end' })
  const verdict = VerdictFile.parse(JSON.parse(await readFile(join(run, 'verdict.json'), 'utf8')))
  expect(verdict.repeat).toBe('npm run scenario -- run ingester-pause --seed 1 --load light --addresses port')
  expect((await readFile(join(run, 'junit.xml'), 'utf8')).split('\n')[0]).toBe('<?xml version="1.0" encoding="UTF-8"?>')
  expect((await stat(join(run, 'report.html'))).size).toBeLessThan(3_000_000)

  expect((await cli('check', run)).code).toBe(0)
  expect(JSON.parse(await readFile(join(run, 'verdict.json'), 'utf8'))).toEqual(verdict)
})
