import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { command, type Ended } from '../../util/command.ts'
import { UsageError } from '../../util/errors.ts'
import { done, notYet, until } from '../../util/until.ts'
import { tail } from '../process/log.ts'
import { loadArchive } from './docker.ts'

/** Milliseconds: a daemon answers within 3 s, more when many containers were left. */
const START = 60_000
const STOP = 15_000

interface DaemonOptions {
  /** Folder for its configuration. */
  scratch: string
  socket: string
  /** The file for what it says. */
  log: string
  signal?: AbortSignal | undefined
}

/** A dockerd that this process started, and what is asked of it by the docker command. */
export class DockerDaemon {
  readonly env: { readonly DOCKER_HOST: string }
  readonly #process: ChildProcess
  readonly #exited: Promise<unknown>
  readonly #log: string
  readonly #signal: AbortSignal | undefined

  private constructor(process: ChildProcess, { socket, log, signal }: DaemonOptions) {
    this.env = { DOCKER_HOST: `unix://${socket}` }
    this.#process = process
    this.#exited = new Promise(resolve => process.once('exit', resolve))
    this.#log = log
    this.#signal = signal
  }

  /** @param config all it is told, see engine-data.ts. */
  static async start(config: object, options: DaemonOptions): Promise<DockerDaemon> {
    const file = join(options.scratch, 'daemon.json')
    await writeFile(file, JSON.stringify(config))
    await using output = await open(options.log, 'a')
    const process = spawn('dockerd', ['--config-file', file], { stdio: ['ignore', output.fd, output.fd] })
    await once(process, 'spawn')
    return new DockerDaemon(process, options)
  }

  /** Returns when it does. @throws UsageError with its last lines when it dies instead. */
  async answers(): Promise<void> {
    await until(
      async () => {
        if (this.#ended) return done(undefined)
        const { code, stderr } = await this.#docker(['info', '--format', '{{.ID}}'], 5000)
        return code === 0 ? done(undefined) : notYet(stderr.trim())
      },
      { for: 'the Docker engine to answer', deadline: START, signal: this.#signal },
    )
    if (!this.#ended) return
    const last = (await tail(this.#log, 5)).join('\n')
    throw new UsageError(`the Docker engine died (${last})`, `see ${this.#log}`)
  }

  /** Removes containers that do not run with their volumes, networks without containers, and images that no name leads to. */
  async prune(): Promise<void> {
    const { code, stderr } = await this.#docker(['system', 'prune', '--force', '--volumes'], START)
    if (code !== 0) throw new Error(`docker system prune: ${stderr.trim()}`)
  }

  /**
   * Loads an image from a .tar.zst, unless it has it from this very archive.
   * @param record the file that says which image is from which archive.
   * @returns whether it was loaded now.
   */
  async loadImage(image: string, archive: string, record: string): Promise<boolean> {
    const loaded = await readRecord(record)
    const there = (await this.#docker(['image', 'inspect', image], 10_000)).code === 0
    // The archive's path has the key of all that is in it.
    if (there && loaded[image] === archive) return false
    await loadArchive({ ...process.env, ...this.env }, archive, this.#signal)
    await writeFile(record, JSON.stringify({ ...loaded, [image]: archive }))
    // The image that had the name before.
    await this.prune()
    return true
  }

  /** Deletes all containers and ends the daemon. */
  async stop(): Promise<void> {
    if (this.#ended) return
    // By itself it would give every container time for a farewell.
    const all = (await this.#docker(['ps', '--all', '--quiet'], 10_000)).stdout.split('\n').filter(Boolean)
    if (all.length > 0) await this.#docker(['rm', '--force', '--volumes', ...all], START)
    this.#process.kill('SIGTERM')
    const patience = setTimeout(() => this.#process.kill('SIGKILL'), STOP)
    await this.#exited
    clearTimeout(patience)
  }

  get #ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }

  #docker(args: readonly string[], timeout: number): Promise<Ended> {
    return command('docker', args, { env: { ...process.env, ...this.env }, timeout })
  }
}

/** Empty when there is none, or none that was written to its end. */
async function readRecord(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}
