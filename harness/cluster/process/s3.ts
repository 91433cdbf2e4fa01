import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { S3Store } from '../../fleet/surroundings.ts'
import { waitForHttp } from '../../util/wait-for-http.ts'
import { StartedProcess } from './pod-process.ts'

const BUCKET = 'gauntlet'
/** The server listens to this run alone; the keys keep nobody out, S3 clients want some. */
const KEYS = { accessKeyId: 'gauntlet', secretAccessKey: 'gauntlet-secret' }
const HEALTH = '/health'

interface S3Options {
  /** The versitygw binary. */
  versitygw: string
  host: string
  port: number
  /** Folder for what is stored. */
  folder: string
  log: string
  env: Readonly<Record<string, string>>
}

/** A real S3 server of the run's own, as a process on this machine, with one bucket. */
export class StartedS3 {
  /** How pods reach the bucket. */
  readonly store: S3Store
  readonly #process: StartedProcess

  private constructor(store: S3Store, process: StartedProcess) {
    this.store = store
    this.#process = process
  }

  /** Returns when it answers. @throws DeadlineError when it does not. */
  static async start({ versitygw, host, port, folder, log, env }: S3Options): Promise<StartedS3> {
    // A bucket is a folder; metadata goes beside it, since not every file system has extended attributes.
    const [buckets, metadata] = [join(folder, 'buckets'), join(folder, 'metadata')]
    await mkdir(join(buckets, BUCKET), { recursive: true })
    await mkdir(metadata, { recursive: true })
    const endpoint = `${host}:${port}`
    const server = ['--port', endpoint, '--quiet', '--keep-alive', '--health', HEALTH]
    const process = await StartedProcess.start({
      argv: [versitygw, ...server, 'posix', '--sidecar', metadata, buckets],
      env: { ...env, ROOT_ACCESS_KEY_ID: KEYS.accessKeyId, ROOT_SECRET_ACCESS_KEY: KEYS.secretAccessKey },
      cwd: folder,
      log,
    })
    const started = new StartedS3({ endpoint, bucket: BUCKET, ...KEYS }, process)
    try {
      const url = `http://${endpoint}${HEALTH}`
      await waitForHttp(url, { for: `the S3 server to answer at ${url}`, deadline: 20_000, every: 50 })
      return started
    } catch (thrown) {
      await started.stop()
      throw thrown
    }
  }

  stop(): Promise<void> {
    return this.#process.kill()
  }
}
