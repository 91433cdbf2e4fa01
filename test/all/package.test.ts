import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VerdictFile } from '../../harness/history/verdict.ts'
import { command } from '../../harness/util/command.ts'
import { TestFolder } from '../real/cli.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A scenario as an operator keeps it in a repository of their own. */
const SCENARIO = `import { atLeast, gate } from 'mimir-gauntlet'
import { oneOfEach, scenario } from 'mimir-gauntlet/mimir'

export default scenario({
  id: 'just-serve',
  title: 'Mimir serves while nothing happens',
  proves: 'Without any operation no write or query fails, and no acknowledged sample is lost.',
  suites: [],
  topology: pace => oneOfEach({ zones: 3, pace }),
  objectives: { steady: { writes: 2000, instant: 2000 } },
  gates: { up: gate('sum(up)', atLeast(14), '{component="ingester"}') },
  steps: [
    {
      name: 'serve',
      async run(t) {
        await t.gate('up')
        await t.traffic(12)
      },
    },
  ],
  controls: [
    {
      id: 'dropped-push',
      description: 'the gateway acks every 20th push and drops it: samples are lost',
      expectFail: ['loss'],
      mayFail: ['assertions', 'exemplars'],
      verify: ({ findings }) =>
        findings.some(f => f.evidence.some(e => e.kind === 'lost')) ? undefined : 'no sample was lost',
      inject: { step: 'serve', defect: { kind: 'drop-push', every: 20 } },
    },
  ],
})
`

let folder: TestFolder
const inFolder = (file: string, ...args: string[]) =>
  command(file, args, { cwd: folder.path, env: { ...process.env, NO_COLOR: '1' }, timeout: 240_000 })

/** A command that must succeed; its output tells why when it does not. */
async function does(ended: ReturnType<typeof command>): Promise<void> {
  const { code, stdout, stderr } = await ended
  if (code !== 0) throw new Error(`expected exit code 0, got ${code}:\n${stdout}\n${stderr}`)
}

beforeAll(async () => {
  folder = await TestFolder.make()
  await does(command('npm', ['pack', '--silent', '--pack-destination', folder.path], { cwd: root, timeout: 120_000 }))
  await writeFile(join(folder.path, 'package.json'), JSON.stringify({ name: 'ours', private: true, type: 'module' }))
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline']
  await does(inFolder('npm', 'install', ...quiet, `./mimir-gauntlet-${version}.tgz`))
  await writeFile(join(folder.path, 'my.scenario.ts'), SCENARIO)
})
afterAll(() => folder[Symbol.asyncDispose]())

const gauntlet = (...args: string[]) => inFolder(join(folder.path, 'node_modules', '.bin', 'mimir-gauntlet'), ...args)

test('the installed package lists its own scenarios, and names itself as it is called there', async () => {
  const [installed, checkout] = await Promise.all([
    gauntlet('list'),
    command(process.execPath, ['harness/cli.ts', 'list'], { cwd: root }),
  ])
  expect(installed).toEqual(checkout)
  expect((await gauntlet('run', '--nope')).stderr).toBe("unknown option '--nope': see npx mimir-gauntlet --help\n")
})

test("a scenario of the author's own runs; what the gateway drops is found", async () => {
  const { code, stderr } = await gauntlet(
    'run',
    './my.scenario.ts',
    '--control',
    'dropped-push',
    '--load',
    'light',
    '--json',
  )
  const file = join(folder.path, 'runs', 'latest', 'verdict.json')
  const verdict = VerdictFile.parse(JSON.parse(await readFile(file, 'utf8')))
  expect({ code, stderr, declared: verdict.asExpected, repeat: verdict.repeat }).toEqual({
    code: 0,
    stderr: '',
    declared: {
      met: true,
      expected: 'invalid, by loss: the gateway acks every 20th push and drops it: samples are lost',
      got: expect.stringMatching(/^invalid, by loss/),
    },
    repeat: `npx mimir-gauntlet run ${join(folder.path, 'my.scenario.ts')} --control dropped-push --seed 1 --load light`,
  })
})

test('its types accept a right scenario and refuse a wrong one', async () => {
  const wrong = SCENARIO.replace('zones: 3, pace', 'zones: 3, pase: pace').replace("t.gate('up')", 't.gate(up)')
  await writeFile(join(folder.path, 'wrong.scenario.ts'), wrong)
  const tsc = async (file: string) => {
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--skipLibCheck']
    const { code, stdout } = await inFolder(join(root, 'node_modules', '.bin', 'tsc'), ...flags, file)
    return { code, errors: stdout.match(/^.*error TS\d+/gm) ?? [] }
  }
  expect(await tsc('my.scenario.ts')).toEqual({ code: 0, errors: [] })
  expect(await tsc('wrong.scenario.ts')).toEqual({
    code: 2,
    errors: ['wrong.scenario.ts(9,43): error TS2353', 'wrong.scenario.ts(16,22): error TS2304'],
  })
})
