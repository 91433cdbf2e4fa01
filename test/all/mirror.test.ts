import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runsIn } from '../../harness/history/read.ts'
import { mimirProgram } from '../../harness/mimir/program.ts'
import type { Tool } from '../../harness/toolchain/locate.ts'
import { resolveTool } from '../../harness/toolchain/resolve.ts'
import { tools } from '../../harness/toolchain/tools.ts'
import { readRun } from '../judged.ts'
import { Cli, TestFolder } from '../real/cli.ts'
import { type Mirror, mirrorOf } from './mirror.ts'

let folder: TestFolder
let mirror: Mirror
let mimir: Tool
let prometheus: Tool
/** Calls of Go. */
let built: string

beforeAll(async () => {
  folder = await TestFolder.make()
  mimir = await resolveTool(mimirProgram.tool)
  prometheus = await resolveTool('prometheus')
  mirror = await mirrorOf(join(folder.path, 'mirror'), [
    [mimirProgram.tool, mimir],
    [tools.prometheus, prometheus],
  ])
  built = join(folder.path, 'built')
  const go = join(folder.path, 'bin', 'go')
  await mkdir(join(folder.path, 'bin'))
  await writeFile(go, `#!/bin/sh\necho "$*" >> ${built}\nexit 1\n`)
  await chmod(go, 0o755)
})
afterAll(async () => {
  await mirror?.[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

/** The command line on a machine that has no binary yet, and whose Go must not be needed. */
const onBareMachine = (name: string, ...args: string[]) =>
  new Cli([...args, '--runs', join(folder.path, name, 'runs')], {
    XDG_CACHE_HOME: join(folder.path, name, 'cache'),
    PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
    MIMIR_BIN: '',
    PROMETHEUS_BIN: '',
    K6_BIN: '',
    VERSITYGW_BIN: '',
  }).ended

const calls = () => readFile(built, 'utf8').catch(() => 'none')

test('two scenarios with an empty cache take every binary from the mirror once, and say so', async () => {
  const args = [
    'run',
    'ingester-kill',
    'ingester-pause',
    '--load',
    'light',
    '--mimir',
    mimir.version,
    '--download-base',
    `${mirror.url}/`,
  ]
  const { code, stdout, stderr } = await onBareMachine('suite', ...args)
  expect({ code, stderr, calls: await calls() }, stdout).toEqual({ code: 0, stderr: '', calls: 'none' })

  const runs = join(folder.path, 'suite', 'runs')
  const scenarios = []
  for (const id of await runsIn(runs)) {
    const { run } = await readRun(join(runs, id))
    scenarios.push(run.scenario)
    expect(run.binaries).toEqual({
      mimir: { source: 'download', base: mirror.url, path: inCache('mimir', mimir.version) },
      prometheus: { source: 'download', base: mirror.url, path: inCache('prometheus', prometheus.version) },
    })
  }
  expect(scenarios.sort()).toEqual(['ingester-kill', 'ingester-pause'])
  // Looked at once to see whether it is there, then fetched.
  const asset = `/grafana/mimir/releases/download/mimir-${mimir.version}/mimir-linux-amd64`
  expect(mirror.requests.filter(it => it.includes('/grafana/'))).toEqual([
    `GET ${asset}-sha-256`,
    `GET ${asset}-sha-256`,
    `GET ${asset}`,
  ])
})

const inCache = (tool: string, version: string) =>
  join(folder.path, 'suite', 'cache', 'mimir-gauntlet', 'bin', tool, `${version}-linux-amd64`, tool)

test('a mirror that is not there: one line, exit code 2, and nothing was begun', async () => {
  const { code, stderr } = await onBareMachine('nobody', 'run', 'quick', '--download-base', 'http://127.0.0.1:1')
  expect({ code, stderr, calls: await calls(), left: await readdir(join(folder.path, 'nobody')) }).toEqual({
    code: 2,
    stderr:
      'mimir: cannot download http://127.0.0.1:1/grafana/mimir/releases/download/mimir-3.0.5/mimir-linux-amd64-sha-256 (fetch failed: bad port): see that http://127.0.0.1:1 serves it, leave out --download-base, or give a binary with --mimir PATH\n',
    calls: 'none',
    // Compiled code of the command line itself; no runs.
    left: ['cache'],
  })
})

test('a mirror with a wrong checksum: refused, and nothing is left in the cache', async () => {
  await using wrong = await mirrorOf(join(folder.path, 'wrong'), [[mimirProgram.tool, mimir]])
  const sums = `grafana/mimir/releases/download/mimir-${mimir.version}/mimir-linux-amd64-sha-256`
  await writeFile(join(folder.path, 'wrong', sums), `${'0'.repeat(64)}\n`)
  const args = ['run', 'quick', '--mimir', mimir.version, '--prometheus', prometheus.path]
  const { code, stderr } = await onBareMachine('mismatch', ...args, '--download-base', wrong.url)
  expect({ code, lines: stderr.split('\n').length, stderr }).toEqual({
    code: 2,
    lines: 2,
    stderr: expect.stringMatching(/^checksum mismatch for .*: expected sha256 0{64} .* do not use this file; /),
  })
  const slot = join(folder.path, 'mismatch', 'cache', 'mimir-gauntlet', 'bin', 'mimir', `${mimir.version}-linux-amd64`)
  expect([await readdir(slot), await calls()]).toEqual([['.lock'], 'none'])
  expect(await readdir(join(folder.path, 'mismatch'))).toEqual(['cache'])
})
