import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { scratchRoot } from '../../harness/cluster/process/reaper.ts'
import { runsIn } from '../../harness/history/read.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { seeded } from '../../harness/util/random.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { can } from './abilities.ts'
import { Cli, cli, NOTHING, TestFolder, traces } from './cli.ts'
import { EVERYTHING } from './everything.ts'

/** Milliseconds that anything may take on a busy machine: what is tested is what is left, not how fast it went. */
const PATIENCE = 60_000

let folder: TestFolder

beforeAll(async () => {
  folder = await TestFolder.make()
})
afterAll(() => folder[Symbol.asyncDispose]())

const started: Cli[] = []
// A test that fails half-way leaves no run behind: its reaper sees to that.
afterEach(() => started.splice(0).forEach(({ child }) => void child.kill('SIGKILL')))

function start(...more: string[]): Cli {
  const it = new Cli(['run', 'ingester-kill', '--runs', folder.path, ...more])
  started.push(it)
  return it
}

/** The id of the run that was begun while `known` had been there before. */
const newRun = (known: readonly string[]) =>
  until(
    async () => {
      const run = (await runsIn(folder.path)).find(id => !known.includes(id))
      return run ? done(run) : notYet('no run folder')
    },
    { for: 'a run to begin', deadline: PATIENCE, every: 20 },
  )

const podsRun = (run: string) =>
  until(
    async () => {
      const { processes } = await traces(run)
      return processes.length > 10 ? done(undefined) : notYet(`${processes.length} processes`)
    },
    { for: `pods of ${run} to run`, deadline: PATIENCE, every: 50 },
  )

const nothingOf = (run: string, deadline = PATIENCE) =>
  until(
    async () => {
      const left = await traces(run)
      return isDeepStrictEqual(left, NOTHING) ? done(undefined) : notYet(JSON.stringify(left))
    },
    { for: `nothing to be left of ${run}`, deadline },
  )

/** Sockets that listen where runs on the host's loopback do: 127.10 to 127.34, and ports 20000 to 29999 of 127.0.0.1. */
async function listening(): Promise<string[]> {
  const lines = (await readFile('/proc/net/tcp', 'latin1')).split('\n').slice(1)
  const local = lines.flatMap(l => (l.split(/\s+/)[4] === '0A' ? [l.split(/\s+/)[2]!] : []))
  return local.filter(address => {
    const [, fourth, third, second, first, port] = /^(..)(..)(..)(..):(....)$/.exec(address)!.map(h => parseInt(h, 16))
    if (first !== 127) return false
    if (second! >= 10 && second! < 35) return true
    return second === 0 && third === 0 && fourth === 1 && port! >= 20_000 && port! < 30_000
  })
}

const mountsBelow = async (path: string): Promise<string[]> =>
  (await readFile('/proc/mounts', 'utf8')).split('\n').filter(line => line.includes(path))

const modes = [
  ['--sandbox', 'namespaces', '--addresses', 'ip'],
  ['--sandbox', 'none', '--addresses', 'ip'],
  ['--sandbox', 'namespaces', '--addresses', 'port'],
  ['--sandbox', 'none', '--addresses', 'port'],
].filter(([, sandbox]) => sandbox === 'none' || can('pod networks'))
const random = seeded(20)
const TIMES = EVERYTHING ? 20 : 3

test(`a harness that is killed at any moment leaves nothing, ${TIMES} times`, async () => {
  const before = await listening()
  let begun = 0
  for (let i = 0; i < TIMES; i++) {
    const known = await runsIn(folder.path)
    const it = start(...modes[i % modes.length]!)
    // Most are killed at some moment of their run, the others before it has begun or while it begins.
    if (i % 4 !== 0) await newRun(known)
    await systemClock.sleep(random() * (i % 4 === 0 ? 3000 : 6000))
    it.child.kill('SIGKILL')
    await it.ended
    for (const run of (await runsIn(folder.path)).filter(id => !known.includes(id))) {
      begun++
      await nothingOf(run)
    }
  }
  expect(begun).toBeGreaterThan(TIMES / 2)
  expect(await mountsBelow(scratchRoot())).toEqual([])
  const strangers = (await listening()).filter(address => !before.includes(address))
  expect(strangers).toEqual([])
  console.log(`killed ${TIMES} times, ${begun} of them with a run under way: nothing was left`)
})

test('Ctrl-C ends a run with exit code 130 within 30 s, and leaves its folder only', async () => {
  const known = await runsIn(folder.path)
  const it = start()
  const run = await newRun(known)
  await podsRun(run)
  const begin = systemClock.now()
  it.child.kill('SIGINT')
  const { code, stderr } = await it.ended
  expect({ code, stderr }).toEqual({ code: 130, stderr: '\nstopping; once more to stop at once\n' })
  expect(systemClock.now() - begin).toBeLessThan(30_000)
  expect(await traces(run)).toEqual(NOTHING)
})

test('the second Ctrl-C ends the harness at once, and the reaper sees to the rest', async () => {
  const known = await runsIn(folder.path)
  const it = start('--sandbox', 'none')
  const run = await newRun(known)
  await podsRun(run)
  it.child.kill('SIGINT')
  it.child.kill('SIGTERM')
  expect((await it.ended).code).toBe(130)
  await nothingOf(run)
})

test('when the process of a run is killed, the verdict is unknown and the reason is told', async () => {
  const known = await runsIn(folder.path)
  const it = start('--sandbox', 'none', '--json')
  const run = await newRun(known)
  await podsRun(run)
  const worker = await until(
    async () => {
      for (const pid of (await traces(run)).processes) {
        const line = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')
        if (line.includes('worker')) return done(pid)
      }
      return notYet('no worker')
    },
    { for: 'the worker', deadline: PATIENCE },
  )
  process.kill(worker, 'SIGKILL')
  const { code, stdout } = await it.ended
  const lines = stdout.trimEnd().split('\n')
  const [last, before] = [JSON.parse(lines.at(-1)!), JSON.parse(lines.at(-2)!)]
  expect({ code, verdict: last.verdict, detail: before.detail }).toEqual({
    code: 3,
    verdict: 'unknown',
    detail: `the run's process ended with SIGKILL; see ${join(folder.path, run, 'harness.log')}`,
  })
  expect(await traces(run)).toEqual(NOTHING)
})

test('when harness and reaper are killed, `clean` ends what they left, and not a run that is alive', async () => {
  const known = await runsIn(folder.path)
  const doomed = start('--sandbox', 'none')
  const lost = await newRun(known)
  const other = start('--sandbox', 'none')
  const alive = await newRun([...known, lost])
  await podsRun(lost)
  await podsRun(alive)

  for (const pid of (await traces(lost)).reapers) process.kill(pid, 'SIGKILL')
  doomed.child.kill('SIGKILL')
  await doomed.ended
  expect(existsSync(join(scratchRoot(), lost))).toBe(true)

  const cleaned = await cli('clean')
  const told = cleaned.stdout.split('\n').filter(line => line.startsWith(lost) || line.startsWith(alive))
  expect({ code: cleaned.code, told: told.map(line => line.replace(/\d+ processes/, 'N processes')) }).toEqual({
    code: 0,
    told: [`${lost}: N processes ended, its files deleted`],
  })
  expect(await traces(lost)).toEqual(NOTHING)
  const living = await traces(alive)
  expect({ ...living, processes: living.processes.length > 10, reapers: living.reapers.length }).toEqual({
    processes: true,
    reapers: 1,
    scratch: true,
  })

  other.child.kill('SIGINT')
  expect((await other.ended).code).toBe(130)
  expect(await traces(alive)).toEqual(NOTHING)
})
