import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Addressing } from '../../harness/cluster/process/addresses.ts'
import { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { mimir as subject } from '../../harness/mimir/mimir.ts'
import { mimirProgram } from '../../harness/mimir/program.ts'
import type { Topology } from '../../harness/mimir/topology/topology.ts'
import { Deployment } from '../../harness/scenario/deployment.ts'
import { identify } from '../../harness/toolchain/identify.ts'

export interface TestCluster extends AsyncDisposable {
  cluster: ProcessCluster
  /** Mimir on it. */
  deployment: Deployment<Topology>
  events: HistoryEvent[]
}

/** An empty cluster of real Mimir processes on the host's loopback, with what it records; gone with everything it made when disposed. */
export async function testCluster(addressing: Addressing): Promise<TestCluster> {
  const mimir = process.env.MIMIR_BIN!
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-cluster-'))
  const events: HistoryEvent[] = []
  const cluster = await ProcessCluster.start({
    id: `test-${process.pid}`,
    program: { name: 'mimir', version: (await identify(mimirProgram.tool, mimir)).version, at: { binary: mimir } },
    protocol: subject.protocol,
    seed: 1,
    prometheus: process.env.PROMETHEUS_BIN!,
    addressing,
    sandbox: 'none',
    scratch: folder,
    folder,
    env: {},
    recorder: { record: event => void events.push(event) },
  })
  return {
    cluster,
    deployment: new Deployment(cluster, subject),
    events,
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
