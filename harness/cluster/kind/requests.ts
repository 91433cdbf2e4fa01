import type { Requests, Workload } from '../../fleet/fleet.ts'

/** What a container asks of its node, and gets at most: Kubernetes' quantities (`60m`, `64Mi`). */
export interface Resources {
  requests: { cpu: string; memory: string }
  limits?: { cpu?: string; memory?: string }
}

/**
 * Without requests a pod is BestEffort, and the kernel gives it a five-hundredth of what it gives the kubelet beside it. Small enough for
 * all pods beside a control plane on one node of two cores.
 */
export const RESOURCES: Resources = { requests: { cpu: '40m', memory: '64Mi' } }
/** What has a zone has a node almost to itself: four of them and the node's own pods fit on two cores. */
const ZONED: Resources = { requests: { cpu: '400m', memory: '64Mi' } }

/** What a pod of a workload asks of its node when the fleet does not say. @param zoned whether zones are nodes. */
export const requestsOf = ({ zone }: Pick<Workload, 'zone'>, zoned: boolean): Resources =>
  zone !== undefined && zoned ? ZONED : RESOURCES

/** Cores and bytes as Kubernetes writes them. */
export const asQuantities = <T extends Partial<Requests>>({ cpu, memory }: T): Record<keyof T, string> =>
  ({
    ...(cpu !== undefined && { cpu: `${Math.ceil(cpu * 1000)}m` }),
    ...(memory !== undefined && { memory: String(memory) }),
  }) as Record<keyof T, string>
