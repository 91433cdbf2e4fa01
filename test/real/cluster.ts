import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Addressing } from '../../harness/cluster/process/addresses.ts'
import { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { identify } from '../../harness/toolchain/identify.ts'
import { tools } from '../../harness/toolchain/tools.ts'
import { parseVersion } from '../../harness/topology/versions.ts'

export interface TestCluster extends AsyncDisposable {
  cluster: ProcessCluster
  events: HistoryEvent[]
}

/** An empty cluster of real Mimir processes on the host's loopback, with what it records; gone with everything it made when disposed. */
export async function testCluster(addressing: Addressing): Promise<TestCluster> {
  const mimir = process.env.MIMIR_BIN!
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-cluster-'))
  const events: HistoryEvent[] = []
  const cluster = await ProcessCluster.start({
    mimir,
    prometheus: process.env.PROMETHEUS_BIN!,
    version: parseVersion((await identify(tools.mimir, mimir)).version),
    addressing,
    isolation: 'none',
    scratch: folder,
    folder,
    env: {},
    recorder: { record: event => void events.push(event) },
  })
  return {
    cluster,
    events,
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
