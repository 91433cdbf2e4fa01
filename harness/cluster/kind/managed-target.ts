import { join } from 'node:path'
import type { ManagedCluster } from '../provider-config.ts'
import type { RunContext } from '../run-context.ts'
import type { ClusterTarget } from './cluster-target.ts'
import { startEngine } from './engine.ts'
import { Kubernetes } from './kubernetes.ts'
import { Nodes } from './nodes.ts'
import { KindNodes, NODE_PORTS } from './own-cluster.ts'

/** Below /run, which is the engine's own: a socket's path must not be longer than 104 characters, and a run's scratch folder may be. */
const ENGINE_SCRATCH = '/run/mimir-gauntlet'

/**
 * What belongs to no zone lives on the control plane's node, which no outage of a zone takes away: a scenario about the loss of a zone is
 * about the subject's zones, and not about how fast Kubernetes takes a dead node's stateless pods out of its Services (docs/providers.md).
 */
const CONTROL_PLANE = {
  nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
}

/** Makes a kind cluster for the run, and a Docker engine before where there is none. @throws UsageError; nothing is left then. */
export async function managedTarget(cluster: ManagedCluster, run: RunContext): Promise<ClusterTarget> {
  await using made = new AsyncDisposableStack()
  let env: NodeJS.ProcessEnv = process.env
  if (cluster.engine) {
    run.onProgress('start a Docker engine')
    const { id, folder, signal } = run
    const log = join(folder, 'dockerd.log')
    const engine = made.use(await startEngine({ ...cluster.engine, run: id, scratch: ENGINE_SCRATCH, log, signal }))
    env = { ...process.env, ...engine.env }
    if (cluster.node?.archive !== undefined) {
      run.onProgress(`load ${cluster.node.image}`)
      await engine.loadImage(cluster.node.image, cluster.node.archive)
    }
  }
  const nodes = made.use(await KindNodes.create(run.id, cluster, run.scratch, env, run.onProgress, run.signal))
  const kubernetes = new Kubernetes(nodes.kubeconfig, run.program.name)
  await kubernetes.createNamespace({})
  const rest = made.move()
  return {
    kubernetes,
    kubeconfig: nodes.kubeconfig,
    context: undefined,
    nodes: new Nodes(env),
    zoned: true,
    unzoned: CONTROL_PLANE,
    host: await nodes.bridge(),
    reach: service => nodes.address(NODE_PORTS[service]),
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  }
}
