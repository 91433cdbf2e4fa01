import { UsageError } from '../../util/errors.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { ExistingCluster } from '../provider-config.ts'
import type { RunContext } from '../run-context.ts'
import { ApiProxy } from './api-proxy.ts'
import type { ClusterTarget } from './cluster-target.ts'
import { Kubernetes } from './kubernetes.ts'

/** The label of a namespace that a run made. */
const RUN_LABEL = 'mimir-gauntlet/run'

const PORTS = { gateway: 80, prometheus: 9090 } as const
const DELETION = 120_000

/**
 * Enters a cluster that exists. Only the namespace that the user named is touched: it is made for the run and deleted after it.
 * @throws UsageError when there is a namespace of that name: what is in it is not ours.
 */
export async function existingTarget(cluster: ExistingCluster, run: RunContext): Promise<ClusterTarget> {
  const kubernetes = new Kubernetes(cluster.kubeconfig, cluster.namespace, cluster.context)
  if (await kubernetes.namespaceExists()) {
    throw new UsageError(
      `namespace ${cluster.namespace} of ${cluster.context} exists already`,
      'give --namespace a name that is free: the run makes the namespace and deletes it',
    )
  }
  await kubernetes.createNamespace({ [RUN_LABEL]: run.id })
  const proxy = await ApiProxy.to(kubernetes.config)
  return {
    kubernetes,
    kubeconfig: cluster.kubeconfig,
    context: cluster.context,
    nodes: undefined,
    zoned: false,
    unzoned: {},
    host: undefined,
    reach: service => {
      const path = `/api/v1/namespaces/${cluster.namespace}/services/${service}:${PORTS[service]}/proxy`
      return proxy.open(() => path)
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await kubernetes.deleteNamespace()
      await until(
        async () => {
          // Nobody needs what they would do in their grace periods; with the store gone they could not do it anyway.
          const pods = await kubernetes.pods()
          await Promise.all(pods.map(p => kubernetes.deletePod(p.metadata!.name!, 'at once').catch(() => {})))
          if (await kubernetes.namespaceExists()) return notYet(`it is still there, with ${pods.length} pods`)
          const volumes = await kubernetes.volumes()
          return volumes.length === 0 ? done(undefined) : notYet(`${volumes.length} of its volumes are still there`)
        },
        { for: `namespace ${cluster.namespace} to be deleted`, deadline: DELETION, every: 1000 },
      )
    },
  }
}
