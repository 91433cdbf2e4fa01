import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { command } from '../../harness/util/command.ts'
import { Cli } from '../real/cli.ts'
import { buildTiny } from '../tiny/build.ts'
import { becomes } from '../tiny/running.ts'

/** Somebody at a terminal stops an operation, asks what it runs, and lets it go on. */
const scenarioFile = (id: string) => fileURLToPath(new URL(`../tiny/${id}.scenario.ts`, import.meta.url))
const scenario = scenarioFile('gate-holds')
const script = fileURLToPath(new URL('../../harness/cli.ts', import.meta.url))

let folder: string
let binary: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-pause-'))
  binary = await buildTiny(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs that may still wait for Enter; one that a failed test has left would keep its terminal. */
const terminals: ChildProcess[] = []
afterEach(() => {
  for (const child of terminals.splice(0)) child.kill()
})

/** A run on a terminal, as util-linux's `script` makes one. */
function onTerminal(id: string, ...args: string[]) {
  const words = [process.execPath, '--disable-warning=ExperimentalWarning', script, 'run', scenarioFile(id), ...args]
  const line = [...words, '--runs', join(folder, 'runs')].join(' ')
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: { ...process.env, NO_COLOR: '1', TINY_BIN: binary },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  terminals.push(child)
  const told = { text: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told.text += text
  })
  return {
    told,
    enter: () => child.stdin.write('\n'),
    ended: new Promise<number | null>(resolve => child.once('close', resolve)),
  }
}

/** What is printed for each name. */
const commandsIn = (text: string) =>
  Object.fromEntries([...text.matchAll(/^ {2}(\S+) +(curl -s '[^']*')/gm)].map(([, name, curl]) => [name!, curl!]))

const ask = async (line: string) => (await command('sh', ['-c', line], { timeout: 10_000 })).stdout

test('before a step it stops, all that it runs can be asked from outside, and at Enter it goes on', async () => {
  const run = onTerminal('gate-holds', '--pause', 'before:2')
  await becomes(() => run.told.text.includes('Enter lets'), 'the pause')
  const commands = commandsIn(run.told.text)
  expect(Object.keys(commands)).toEqual(['gateway', 'observer', 'store-zone-a-0', 'store-zone-b-0'])
  const items = async () => JSON.parse(await ask(commands.gateway!)).length as number
  const before = await items()
  expect(await ask(commands['store-zone-a-0']!)).toMatch(/^tiny_items \d+$/m)
  const { data } = JSON.parse(await ask(commands.observer!))
  expect(data.result.length).toBeGreaterThan(0)
  await becomes(async () => (await items()) > before, 'the load to go on')
  expect(run.told.text).not.toContain('✓ pause')
  run.enter()
  expect({ code: await run.ended, told: run.told.text }).toEqual({
    code: 0,
    told: expect.stringMatching(/✓ pause before "go on".*✓ go on.*✓ valid/s),
  })
  expect(await ask(commands.gateway!)).toBe('')
}, 60_000)

test.each([
  ['a gate', 'gate-holds', 'never', 'never'],
  ['an expectation', 'gate-holds', 'expectation', 'a third store'],
  ['a death that nobody asked for', 'gate-holds', 'death', 'store-zone-a-0'],
  ['a fault without proof', 'store-dies', 'unproven', 'store-zone-a-0 to be gone'],
])(
  'on red it stops at %s',
  async (_, id, control, why) => {
    const run = onTerminal(id, '--control', control, '--pause', 'on-red')
    await becomes(() => run.told.text.includes('Enter lets'), 'the pause')
    expect(run.told.text).toMatch(new RegExp(`paused on red: .*${why}`))
    expect(await ask(commandsIn(run.told.text)['store-zone-b-0']!)).toMatch(/^tiny_items \d+$/m)
    run.enter()
    // What the verdict is, on a machine that is busy, is not for this test to say.
    await run.ended
    expect(run.told.text).toMatch(/✓ pause on red.* report {2}/s)
  },
  60_000,
)

test('without a terminal, and at a step that is not there, it is refused in one line', async () => {
  const refused = (...args: string[]) =>
    new Cli(['run', scenario, '--runs', join(folder, 'none'), ...args], { TINY_BIN: binary }).ended
  expect(await refused('--pause', 'before:2')).toEqual({
    code: 2,
    stdout: '',
    stderr: '--pause waits for Enter, and this is no terminal: run it on a terminal, or leave it out\n',
  })
  expect(await refused('--pause', 'before:3')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'no step is meant by "3": use one of 1 "wait for items", 2 "go on"\n',
  })
})
