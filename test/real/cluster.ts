import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Addressing } from '../../harness/cluster/process/addresses.ts'
import { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { Deployment } from '../../harness/mimir/deployment.ts'
import { identify } from '../../harness/toolchain/identify.ts'
import { tools } from '../../harness/toolchain/tools.ts'

export interface TestCluster extends AsyncDisposable {
  cluster: ProcessCluster
  /** Mimir on it. */
  deployment: Deployment
  events: HistoryEvent[]
}

/** An empty cluster of real Mimir processes on the host's loopback, with what it records; gone with everything it made when disposed. */
export async function testCluster(addressing: Addressing): Promise<TestCluster> {
  const mimir = process.env.MIMIR_BIN!
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-cluster-'))
  const events: HistoryEvent[] = []
  const cluster = await ProcessCluster.start({
    id: `test-${process.pid}`,
    program: { name: 'mimir', version: (await identify(tools.mimir, mimir)).version, at: { binary: mimir } },
    prometheus: process.env.PROMETHEUS_BIN!,
    addressing,
    isolation: 'none',
    scratch: folder,
    folder,
    env: {},
    recorder: { record: event => void events.push(event) },
  })
  return {
    cluster,
    deployment: new Deployment(cluster),
    events,
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
