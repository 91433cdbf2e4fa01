import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { markedProcesses } from '../../harness/cluster/process/marker.ts'
import { REAPED, scratchRoot } from '../../harness/cluster/process/reaper.ts'

const script = fileURLToPath(new URL('../../harness/cli.ts', import.meta.url))

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** The command line of the project, as a process. */
export class Cli {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>

  constructor(args: readonly string[], env: Record<string, string> = {}) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      this.child[name]!.setEncoding('utf8').on('data', (text: string) => {
        out[name] += text
      })
    }
    this.ended = new Promise(resolve => this.child.once('close', code => resolve({ code, ...out })))
  }
}

export const cli = (...args: string[]): Promise<Ended> => new Cli(args).ended

/** A folder of a test's own; gone when the test is. */
export class TestFolder implements AsyncDisposable {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async make(): Promise<TestFolder> {
    return new TestFolder(await mkdtemp(join(tmpdir(), 'gauntlet-test-')))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

/** What a run has on this machine at this moment, outside of its folder. */
export async function traces(run: string): Promise<{ processes: number[]; reapers: number[]; scratch: boolean }> {
  return {
    processes: (await markedProcesses()).get(run) ?? [],
    reapers: (await markedProcesses(REAPED)).get(run) ?? [],
    scratch: existsSync(join(scratchRoot(), run)),
  }
}

export const NOTHING = { processes: [], reapers: [], scratch: false }

/** The verdicts that a run with --json told, with what is needed to understand a red one. */
export const verdicts = ({ stdout }: Ended) =>
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

/** What `verdicts` gives where these were all valid, in alphabetical order. */
export const valid = (...scenarios: string[]) => scenarios.map(scenario => ({ scenario, verdict: 'valid', amiss: [] }))
