import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { runsIn } from '../../harness/history/read.ts'
import { Cli, traces } from '../real/cli.ts'
import { buildTiny } from '../tiny/build.ts'
import { becomes } from '../tiny/running.ts'

/** What an operator sees of a run that is over: its metrics, in a Prometheus of their own. */
const scenario = fileURLToPath(new URL('../tiny/gate-holds.scenario.ts', import.meta.url))

let folder: string
let binary: string
let run: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-inside-'))
  binary = await buildTiny(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const runTiny = (runs: string, ...args: string[]) =>
  new Cli(['run', scenario, '--runs', join(folder, runs), ...args], { TINY_BIN: binary }).ended

const opened = (...args: string[]) => new Cli(['metrics', ...args], { TINY_BIN: binary })

/** A port of 127.0.0.1 that nobody has in this moment. */
const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address!.port : 0))
    })
  })

const ended = (child: ChildProcess) => new Promise(resolve => child.once('exit', resolve))

test('a single run keeps its metrics, says how large they are, and they can be asked at its time', async () => {
  const { code, stdout } = await runTiny('single')
  run = join(folder, 'single', (await runsIn(join(folder, 'single')))[0]!)
  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/ {2}metrics [\d.]+ [KM]iB: npm run scenario -- metrics .*single\/gate-holds-/)
  const kept = await readdir(join(run, 'metrics'), { recursive: true })
  const port = await freePort()
  const it = opened(run, '--port', String(port), '--no-ui')
  let told = ''
  it.child.stdout!.on('data', (text: string) => {
    told += text
  })
  await becomes(() => told.includes('until Ctrl-C'), 'the metrics to be open')
  const command = /^items\n {4}(curl .*)$/m.exec(told)?.[1]
  const asked = spawn('sh', ['-c', command!], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { data } = JSON.parse(Buffer.concat(await asked.stdout.toArray()).toString())
  const values = (pod: string) =>
    data.result
      .find((r: { metric: { pod: string } }) => r.metric.pod === pod)
      .values.map(([, value]: [number, string]) => Number(value))
  expect(data.result.map((r: { metric: { pod: string } }) => r.metric.pod).sort()).toEqual([
    'store-zone-a-0',
    'store-zone-b-0',
  ])
  expect(Math.max(...values('store-zone-a-0'))).toBeGreaterThan(10)
  expect(told).toMatch(/^gate stored \(> 10\) held at \+[\d.]+ s: \d+ \(1 of 1 targets scraped\)$/m)
  it.child.kill('SIGINT')
  expect((await it.ended).code).toBe(0)
  // Nobody wrote into what is kept, and nothing is left of who read it.
  expect(await readdir(join(run, 'metrics'), { recursive: true })).toEqual(kept)
  const { processes, scratch } = await traces(`metrics-${run.split('/').at(-1)}-${it.child.pid}`)
  expect({ processes, scratch }).toEqual({ processes: [], scratch: false })
})

test('--no-metrics keeps none; of several runs those are kept that come out unexpectedly; what has none can not be opened', async () => {
  const without = await runTiny('none', '--no-metrics')
  const several = await runTiny('several', '--control', 'scenario,surprise')
  const told = (text: string) => text.match(/^ {2}metrics .*$/gm)?.length ?? 0
  expect([without.code, told(without.stdout), several.code, told(several.stdout)]).toEqual([0, 0, 1, 1])
  for (const runs of ['none', 'several']) {
    for (const id of await runsIn(join(folder, runs))) {
      const at = join(folder, runs, id)
      expect(existsSync(join(at, 'metrics'))).toBe(id.includes('surprise'))
      if (id.includes('surprise')) continue
      const { code, stdout, stderr } = await opened(at).ended
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^\S+ has no metrics: .*: repeat it: npm run scenario -- run .*\n$/),
      })
    }
  }
})

test('a port that is taken, and metrics on which a Prometheus works, are refused in one line', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => taken.once('listening', resolve))
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = typeof address === 'object' ? address!.port : 0
  const { code, stdout, stderr } = await opened(run, '--port', String(port)).ended
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: `port ${port} of 127.0.0.1 can not be used (EADDRINUSE): give another with --port, as in --port ${port + 1}\n`,
  })

  const config = join(folder, 'empty.yaml')
  await writeFile(config, '{}\n')
  const listen = `--web.listen-address=127.0.0.1:${await freePort()}`
  const data = join(run, 'metrics')
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${data}`, '--storage.tsdb.retention.time=100y', listen]
  const other = spawn(process.env.PROMETHEUS_BIN!, args, { stdio: 'ignore' })
  const gone = ended(other)
  await becomes(() => existsSync(join(data, 'lock')), 'Prometheus to hold the metrics')
  const refused = await opened(run, '--port', String(await freePort())).ended
  other.kill('SIGKILL')
  await gone
  expect({ code: refused.code, stdout: refused.stdout, stderr: refused.stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: `process ${other.pid} works on ${data}: end it first: kill ${other.pid}\n`,
  })
  // The lock of one that was killed is in nobody's way.
  expect((await stat(join(data, 'lock'))).isFile()).toBe(true)
  expect(await readFile(join(run, 'trace.json'), 'utf8')).toContain('"cat":"step","name":"go on"')
})
