import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { UsageError } from '../../harness/util/errors.ts'
import { done, notYet, until } from '../../harness/util/until.ts'

/** A whole Mimir in one process, with a directory of its own; both are gone after `await using`. */
export class SingleMimir implements AsyncDisposable {
  readonly url: string
  readonly pid: number
  readonly #process: ChildProcess
  readonly #folder: string

  private constructor(process: ChildProcess, folder: string, url: string) {
    this.#process = process
    this.pid = process.pid!
    this.#folder = folder
    this.url = url
  }

  /** Starts the binary of MIMIR_BIN on free loopback ports and waits until it is ready. */
  static async start(): Promise<SingleMimir> {
    const binary = process.env.MIMIR_BIN
    if (!binary)
      throw new UsageError('this test runs a real Mimir, and MIMIR_BIN is not set', 'set it to a Mimir binary')
    const [http, grpc, gossip] = await Promise.all([freePort(), freePort(), freePort()])
    const folder = mkdtempSync(join(tmpdir(), 'gauntlet-mimir-'))
    const config = join(folder, 'mimir.yaml')
    writeFileSync(config, stringify(configOf(folder, http, grpc, gossip)))
    const log = openSync(join(folder, 'log'), 'a')
    const child = spawn(binary, [`-config.file=${config}`, '-target=all'], { cwd: folder, stdio: ['ignore', log, log] })
    const mimir = new SingleMimir(child, folder, `http://127.0.0.1:${http}`)
    try {
      await until(() => mimir.#ready(), { for: 'Mimir to be ready', deadline: 30_000 })
      return mimir
    } catch (thrown) {
      const lines = readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n').slice(-10)
      await mimir[Symbol.asyncDispose]()
      throw new Error(`${thrown}\n${lines.join('\n')}`)
    }
  }

  async #ready() {
    const response = await fetch(`${this.url}/ready`)
    const text = await response.text()
    return response.status === 200 ? done(true) : notYet(text.trim())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, 'exit')
      this.#process.kill('SIGKILL')
      await gone
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`)
  return address.port
}

/** One of everything, replication factor 1, files in one folder, rules picked up within a second. */
function configOf(folder: string, http: number, grpc: number, gossip: number) {
  const ring = { instance_id: 'single', instance_addr: '127.0.0.1' }
  return {
    multitenancy_enabled: true,
    usage_stats: { enabled: false },
    activity_tracker: { filepath: join(folder, 'activity.log') },
    server: {
      http_listen_address: '127.0.0.1',
      http_listen_port: http,
      grpc_listen_address: '127.0.0.1',
      grpc_listen_port: grpc,
      log_level: 'warn',
    },
    memberlist: {
      node_name: 'single',
      bind_addr: ['127.0.0.1'],
      bind_port: gossip,
      advertise_addr: '127.0.0.1',
      advertise_port: gossip,
      join_members: [`127.0.0.1:${gossip}`],
    },
    common: { storage: { backend: 'filesystem' } },
    blocks_storage: {
      filesystem: { dir: join(folder, 'blocks') },
      tsdb: { dir: join(folder, 'tsdb') },
      bucket_store: { sync_dir: join(folder, 'tsdb-sync') },
    },
    ruler_storage: { filesystem: { dir: join(folder, 'ruler') } },
    ingester: { ring: { ...ring, replication_factor: 1, min_ready_duration: '0s', final_sleep: '0s' } },
    distributor: { ring },
    store_gateway: { sharding_ring: { ...ring, replication_factor: 1 } },
    querier: { ring },
    query_scheduler: { ring },
    frontend: { address: '127.0.0.1' },
    compactor: { data_dir: join(folder, 'compactor'), sharding_ring: ring },
    ruler: {
      rule_path: join(folder, 'rules'),
      ring,
      poll_interval: '1s',
      outbound_sync_queue_poll_interval: '1s',
      inbound_sync_queue_poll_interval: '1s',
    },
    limits: {
      ruler_evaluation_delay_duration: '0s',
      ingestion_rate: 1_000_000,
      ingestion_burst_size: 10_000_000,
      max_global_exemplars_per_user: 100,
    },
  }
}
