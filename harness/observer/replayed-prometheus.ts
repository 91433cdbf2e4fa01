import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { StartedProcess } from '../cluster/process/pod-process.ts'
import { prometheusProcess } from '../cluster/process/prometheus.ts'
import { UsageError } from '../util/errors.ts'
import { request } from '../util/request.ts'
import { waitForHttp } from '../util/wait-for-http.ts'

/** Milliseconds that a TSDB may take to be read. */
const READ_WITHIN = 120_000

interface ReplayOptions {
  /** The binary. */
  prometheus: string
  /** A folder of its own; its TSDB is in `prometheus/data` of it. */
  folder: string
  /** On 127.0.0.1. */
  port: number
  env: Readonly<Record<string, string>>
}

/** The folder of a TSDB that is to be read. */
export const replayedData = (folder: string): string => join(folder, 'prometheus', 'data')

/** A Prometheus that scrapes nothing and deletes nothing, on metrics that are there already. */
export class ReplayedPrometheus implements AsyncDisposable {
  readonly url: string
  readonly #folder: string
  readonly #process: StartedProcess

  private constructor(url: string, folder: string, process: StartedProcess) {
    this.url = url
    this.#folder = folder
    this.#process = process
  }

  /** @returns one that has read them. @throws UsageError where it can not. */
  static async start({ prometheus, folder, port, env }: ReplayOptions): Promise<ReplayedPrometheus> {
    // Without assets of its own it serves those in `web/ui` below, where its folder has this name (web/ui/ui.go).
    const home = join(folder, 'prometheus')
    await mkdir(home, { recursive: true })
    const config = join(home, 'prometheus.yaml')
    await writeFile(config, '{}\n')
    const log = join(folder, 'prometheus.log')
    const flags = ['--storage.tsdb.retention.time=100y']
    const at = { host: '127.0.0.1', port, folder: home }
    const { url, process } = await prometheusProcess({ prometheus, ...at, log, env, config, flags })
    const started = new ReplayedPrometheus(url, home, process)
    const broke = process.ended.then(async ({ how }) => {
      const last = (await readFile(log, 'utf8')).trimEnd().split('\n').at(-1)
      throw new UsageError(`Prometheus can not read these metrics (${how}): ${last}`, 'repeat the run')
    })
    broke.catch(() => {})
    try {
      const wait = { for: 'Prometheus to read the metrics', deadline: READ_WITHIN, every: 50 }
      await Promise.race([waitForHttp(`${started.url}/-/ready`, wait), broke])
    } catch (thrown) {
      await started[Symbol.asyncDispose]()
      throw thrown
    }
    return started
  }

  /** Whether it has a web interface. */
  async hasInterface(): Promise<boolean> {
    return (await request(`${this.url}/query`, { timeout: 5000 })).status === 200
  }

  /** Gives it a web interface. @param built the folder with its assets */
  async serve(built: string): Promise<void> {
    await mkdir(join(this.#folder, 'web', 'ui'), { recursive: true })
    await symlink(built, join(this.#folder, 'web', 'ui', 'static'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.kill()
  }
}

/** @throws UsageError where something listens on a port of 127.0.0.1. */
export function demandPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (thrown: NodeJS.ErrnoException) => {
      reject(
        new UsageError(
          `port ${port} of 127.0.0.1 can not be used (${thrown.code})`,
          `give another with --port, as in --port ${port + 1}`,
        ),
      )
    })
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve()))
  })
}
