import type { Workload } from '../../topology/types.ts'
import type { Resources } from './values.ts'

/**
 * Without requests a pod is BestEffort, and the kernel gives it a five-hundredth of what it gives the kubelet beside it. Small enough for
 * all pods beside a control plane on one node of two cores.
 */
export const RESOURCES: Resources = { requests: { cpu: '40m', memory: '64Mi' } }
/** What has a zone has a node almost to itself: four of them and the node's own pods fit on two cores. */
const ZONED: Resources = { requests: { cpu: '400m', memory: '64Mi' } }

/** What a pod of a workload asks of its node. @param zoned whether zones are nodes. */
export const resourcesOf = ({ zone }: Pick<Workload, 'zone'>, zoned: boolean): Resources =>
  zone !== undefined && zoned ? ZONED : RESOURCES
