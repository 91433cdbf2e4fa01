import type { V1Node, V1Pod } from '@kubernetes/client-node'
import { reason, UsageError } from '../../util/errors.ts'
import type { ExistingCluster } from '../provider-config.ts'
import { quantity, type Room } from './fit.ts'
import { Kubernetes } from './kubernetes.ts'

/** What the nodes of a cluster that exists have left, as its API server says. @throws UsageError when it does not say. */
export async function roomsIn({ kubeconfig, context, namespace }: ExistingCluster): Promise<Room[]> {
  try {
    const { nodes, pods } = await new Kubernetes(kubeconfig, namespace, context).inventory()
    return roomsOf(nodes, pods)
  } catch (thrown) {
    throw new UsageError(
      `the nodes and pods of ${context} can not be listed (${reason(thrown)})`,
      `see what \`kubectl --kubeconfig ${kubeconfig} --context ${context} get nodes,pods -A\` says`,
    )
  }
}

/** Nodes that take pods, and what those that are on them have not asked for. */
export const roomsOf = (nodes: readonly V1Node[], pods: readonly V1Pod[]): Room[] =>
  nodes.filter(takesPods).map(({ metadata, status }) => {
    const node = metadata?.name ?? ''
    const there = pods.filter(
      p => p.spec?.nodeName === node && !['Succeeded', 'Failed'].includes(p.status?.phase ?? ''),
    )
    const requests = there.flatMap(p => p.spec?.containers ?? []).map(c => c.resources?.requests ?? {})
    const left = (what: 'cpu' | 'memory') =>
      quantity(status?.allocatable?.[what] ?? '0') - requests.reduce((sum, r) => sum + quantity(r[what] ?? '0'), 0)
    return {
      node,
      cpu: Math.floor(left('cpu') * 1000),
      memory: left('memory'),
      pods: quantity(status?.allocatable?.pods ?? '0') - there.length,
    }
  })

const takesPods = ({ spec, status }: V1Node): boolean =>
  spec?.unschedulable !== true &&
  !spec?.taints?.some(t => t.effect !== 'PreferNoSchedule') &&
  status?.conditions?.some(c => c.type === 'Ready' && c.status === 'True') === true
