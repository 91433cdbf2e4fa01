import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readVerdict, runsIn } from '../../harness/history/read.ts'
import { readRun } from '../judged.ts'
import { Cli, TestFolder } from '../real/cli.ts'

let folder: TestFolder

beforeAll(async () => {
  folder = await TestFolder.make()
})
afterAll(() => folder[Symbol.asyncDispose]())

/** As many as make every program of the run wait. */
const LOOPS = 60
/** Milliseconds. */
const BUSY = 2000

/** Programs outside of any run that take all CPUs for a while. */
function takeAllCpus(): void {
  const loops = Array.from({ length: LOOPS }, () => spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }))
  setTimeout(() => stop(loops), BUSY)
}

const stop = (loops: readonly ChildProcess[]) => {
  for (const loop of loops) loop.kill('SIGKILL')
}

test('a program outside of the run takes all cores for 2 s: it is no finding about Mimir, and named where clients felt it', async () => {
  const run = new Cli(['run', 'ingester-kill', '--runs', folder.path])
  const begun = new Promise<void>(resolve => {
    run.child.stdout!.on('data', (text: string) => {
      if (text.includes('steady state again')) resolve()
    })
  })
  await begun
  setTimeout(takeAllCpus, 6000)
  await run.ended
  const [id] = await runsIn(folder.path)
  const { events } = await readRun(join(folder.path, id!))
  const { findings } = (await readVerdict(join(folder.path, id!)))!
  const outside = events.filter(e => e.type === 'cpu-use').map(e => (e.type === 'cpu-use' ? e.use.outside : 0))
  expect(Math.max(...outside)).toBeGreaterThan(500)
  const invalid = findings.filter(f => f.verdict === 'invalid')
  expect(invalid.map(({ check, evidence }) => [check, ...evidence.map(({ text }) => text)])).toEqual([])
  const late = findings.find(f => f.check === 'availability')?.uncertainty
  if (late !== undefined) expect(late).toContain('programs outside of this run had')
})
