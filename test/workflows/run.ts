/** Carries out the `run:` lines of a workflow in a fresh clone: `npm run -s workflow -- .github/workflows/ci.yml [--list]`. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Command } from 'commander'
import { findDocker } from '../../harness/cluster/kind/docker.ts'
import { type Line, linesOf, type Todo, todoOf, type Wishes, worst } from './lines.ts'

interface Item {
  line: Line
  todo: Todo
}

function show({ line, todo }: Item, said: string): void {
  const text = 'script' in todo ? todo.script : 'run' in line ? line.run : `uses ${line.uses}`
  process.stdout.write(`${said.padEnd(44)} ${line.job}: ${text.trim().replaceAll('\n', ' ; ')}\n`)
}

/** Carries out lines one after the other, and says at the end what came of each. @returns their exit codes. */
function carryOut(items: readonly Item[], folder: string): number[] {
  const ended: { item: Item; said: string; code: number }[] = []
  for (const item of items) {
    const { line, todo } = item
    const failed = ended.some(({ code }) => code !== 0)
    if ('notRun' in todo) ended.push({ item, said: `not run (${todo.notRun})`, code: 0 })
    else if (line.when === 'failure' && !failed) ended.push({ item, said: 'not run (nothing failed)', code: 0 })
    else {
      show(item, '\n---')
      const begin = performance.now()
      const code = bash(todo.script, folder)
      const seconds = Math.round((performance.now() - begin) / 1000)
      const verdict =
        { 0: 'passed', 3: 'NOT TOLD (a verdict is unknown here)' }[code] ?? `FAILED with exit code ${code}`
      ended.push({ item, said: `${verdict}, ${seconds} s`, code })
    }
  }
  process.stdout.write('\n')
  for (const { item, said } of ended) show(item, said)
  return ended.map(({ code }) => code)
}

/** As GitHub calls it, without what `npm run` adds for this clone: the other one must do with what it installs. */
function bash(script: string, cwd: string): number {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => !folder.includes('node_modules'))
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_.*|INIT_CWD|NODE)$/.test(name))
  const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env: { ...Object.fromEntries(kept), PATH: folders.join(delimiter) },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return status ?? 1
}

function inClone(items: readonly Item[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-clone-'))
  try {
    if (bash(`git clone --quiet "${process.cwd()}" .`, folder) !== 0)
      throw new Error(`${folder} could not be cloned into`)
    return carryOut(items, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await new Command('npm run -s workflow --')
  .description('Carries out the run: lines of a workflow, in order, in a fresh clone of the last commit.')
  .argument('<file>', 'for example .github/workflows/ci.yml')
  .option('--list', 'say what would be done, and do nothing', false)
  .option('--dry', 'runs of scenarios check everything and start nothing', false)
  .option('--real <text>', 'with --dry: lines that contain this run for real')
  .option('--only <text>', 'only lines that contain this, after npm ci')
  .action(async (file: string, { list, ...wishes }: Wishes & { list: boolean }) => {
    const abilities = { docker: (await findDocker().catch(() => 'none')) === 'answers' }
    const items = linesOf(readFileSync(file, 'utf8')).map(line => ({ line, todo: todoOf(line, wishes, abilities) }))
    if (!list) {
      process.exitCode = worst(inClone(items))
      return
    }
    for (const item of items) show(item, 'notRun' in item.todo ? `not run (${item.todo.notRun})` : 'would run')
  })
  .parseAsync()
