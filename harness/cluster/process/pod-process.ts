import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { systemClock } from '../../util/clock.ts'
import { done, notYet, until } from '../../util/until.ts'

export interface Launch {
  /** The whole command line, with whatever wraps the program. */
  argv: readonly string[]
  env: Readonly<Record<string, string>>
  cwd: string
  /** Standard output and error are appended here. */
  log: string
}

/** How a process ended: `exit 1` or `SIGKILL`. */
export type Ending = { how: string; asked: boolean }

/** One started process: it can be signalled and it will end; starting again makes another one. */
export class StartedProcess {
  readonly pid: number
  /** Resolves when it has ended; `asked` tells whether the harness wanted that. */
  readonly ended: Promise<Ending>
  readonly #child: ChildProcess
  #asked = false
  #ending: Ending | undefined

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child
    this.pid = pid
    this.ended = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        this.#ending = { how: signal ?? `exit ${code}`, asked: this.#asked }
        resolve(this.#ending)
      })
    })
  }

  /** @throws Error when the program can not be started at all (not found, not executable). */
  static async start({ argv, env, cwd, log }: Launch): Promise<StartedProcess> {
    const file = openSync(log, 'a')
    try {
      const child = spawn(argv[0]!, argv.slice(1), { cwd, env: { ...env }, stdio: ['ignore', file, file] })
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve)
        child.once('error', reject)
      })
      return new StartedProcess(child, child.pid!)
    } finally {
      closeSync(file)
    }
  }

  get ending(): Ending | undefined {
    return this.#ending
  }

  /** Sends a signal that is meant to end the process. */
  end(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#asked = true
    this.#child.kill(signal)
  }

  /** SIGTERM, and SIGKILL when the grace period (ms) is over, as the kubelet does. */
  async stop(gracePeriod: number): Promise<Ending> {
    this.end('SIGTERM')
    const late = AbortSignal.timeout(gracePeriod)
    const kill = () => this.end('SIGKILL')
    late.addEventListener('abort', kill, { once: true })
    const ending = await this.ended
    late.removeEventListener('abort', kill)
    return ending
  }

  /** SIGKILL; returns when the kernel has let go of it. */
  async kill(): Promise<void> {
    this.end('SIGKILL')
    await this.ended
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGHUP'): void {
    this.#child.kill(signal)
  }

  /** The kernel's word: T is a stopped process, Z or nothing is a gone one. */
  async state(): Promise<'running' | 'paused' | 'gone'> {
    if (this.#ending) return 'gone'
    const letter = await processLetter(this.pid)
    if (letter === undefined || letter === 'Z' || letter === 'X') return 'gone'
    return letter === 'T' ? 'paused' : 'running'
  }

  /** Waits until the kernel reports the process as paused or running again. */
  async reaches(state: 'running' | 'paused'): Promise<void> {
    await until(async () => ((await this.state()) === state ? done(undefined) : notYet(await this.state())), {
      for: `process ${this.pid} to be ${state}`,
      deadline: 5000,
      every: 10,
      clock: systemClock,
    })
  }
}

async function processLetter(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined)
    // The second field is the command in parentheses and may hold anything, so the state is what follows the last one.
    return stat?.slice(stat.lastIndexOf(')') + 2)[0]
  }
  const ps = spawn('ps', ['-o', 'stat=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] })
  let out = ''
  for await (const chunk of ps.stdout) out += chunk
  return out.trim()[0]
}
