import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { waitForHttp } from '../../util/wait-for-http.ts'
import { type RemoteWriteEntry, takenUp } from '../remote-write.ts'
import { StartedProcess } from './pod-process.ts'

/** Milliseconds between two scrapes of a pod. */
const SCRAPE_INTERVAL = 1000

const RELOAD_DEADLINE = 20_000

/** What Prometheus scrapes, with the labels that it puts on that. */
export interface Target {
  address: string
  labels: { pod: string; job: string; component: string; zone?: string }
}

interface PrometheusOptions {
  /** The binary. */
  prometheus: string
  /** Where it is to listen. */
  host: string
  port: number
  targets: readonly Target[]
  /** Folder for its configuration and data. */
  folder: string
  log: string
  env: Readonly<Record<string, string>>
}

interface ProcessOptions extends Pick<PrometheusOptions, 'prometheus' | 'host' | 'port' | 'folder' | 'log' | 'env'> {
  config: string
  /** Flags beside those of every one. */
  flags?: readonly string[]
}

/** Starts a Prometheus in its folder, where its TSDB is `data`. It is not ready yet. */
export async function prometheusProcess({
  prometheus,
  host,
  port,
  folder,
  log,
  env,
  config,
  flags = [],
}: ProcessOptions) {
  const argv = [
    prometheus,
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${host}:${port}`,
    '--log.level=warn',
    ...flags,
  ]
  return { url: `http://${host}:${port}`, process: await StartedProcess.start({ argv, env, cwd: folder, log }) }
}

/** A Prometheus of the run's own, as a process on this machine. */
export class StartedPrometheus {
  readonly url: string
  readonly #folder: string
  readonly #process: StartedProcess

  private constructor(url: string, folder: string, process: StartedProcess) {
    this.url = url
    this.#folder = folder
    this.#process = process
  }

  /** Starts one that scrapes these targets, and returns when it is ready. @throws DeadlineError when it does not become ready. */
  static async start({ prometheus, host, port, targets, folder, log, env }: PrometheusOptions) {
    await mkdir(folder, { recursive: true })
    await writeTargets(folder, targets)
    const config = await writeConfig(folder)
    const one = { ...env, GOMAXPROCS: '1' }
    const { url, process } = await prometheusProcess({ prometheus, host, port, folder, log, env: one, config })
    const started = new StartedPrometheus(url, folder, process)
    try {
      const wait = { for: `Prometheus at ${started.url} to be ready`, deadline: 20_000, every: 50 }
      await waitForHttp(`${started.url}/-/ready`, wait)
    } catch (thrown) {
      await started.stop()
      throw thrown
    }
    return started
  }

  /** It takes up new targets within 5 s. */
  scrape(targets: readonly Target[]): Promise<void> {
    return writeTargets(this.#folder, targets)
  }

  /** Makes it write to somebody as well. @throws DeadlineError when it does not take that up. */
  async write(to: RemoteWriteEntry): Promise<void> {
    await writeConfig(this.#folder, to)
    this.#process.signal('SIGHUP')
    await takenUp(this.url, to.name, RELOAD_DEADLINE)
  }

  stop(): Promise<void> {
    return this.#process.kill()
  }
}

/** Writes what Prometheus needs to scrape a cluster: it finds the targets in a file of their own, which it watches. */
async function writeConfig(folder: string, to?: RemoteWriteEntry): Promise<string> {
  const config = join(folder, 'prometheus.yaml')
  await writeFile(
    config,
    stringify({
      global: {
        scrape_interval: `${SCRAPE_INTERVAL}ms`,
        scrape_timeout: `${SCRAPE_INTERVAL - 100}ms`,
        evaluation_interval: '1s',
      },
      scrape_configs: [
        {
          job_name: 'pods',
          // Over loopback it would only cost CPU, most of it the pods'.
          enable_compression: false,
          file_sd_configs: [{ files: [join(folder, 'targets.json')], refresh_interval: '5s' }],
        },
      ],
      ...(to && { remote_write: [to] }),
    }),
  )
  return config
}

/** Replaces the target file in one move, so that Prometheus never reads half a file. */
async function writeTargets(folder: string, targets: readonly Target[]): Promise<void> {
  const groups = targets.map(({ address, labels }) => ({ targets: [address], labels }))
  await writeFile(join(folder, 'targets.new'), JSON.stringify(groups))
  await rename(join(folder, 'targets.new'), join(folder, 'targets.json'))
}
