import type { Kubernetes } from './kubernetes.ts'
import type { Nodes } from './nodes.ts'
import type { Placement } from './values.ts'

/** The place in Kubernetes that a run has: a cluster of its own, or a namespace of one that exists. Nothing of the run is left when it is disposed. */
export interface ClusterTarget extends AsyncDisposable {
  readonly kubernetes: Kubernetes
  readonly kubeconfig: string
  readonly context: string | undefined
  /** Undefined where the nodes are not ours to stop or to reach into. */
  readonly nodes: Nodes | undefined
  /** Whether zones are labels of nodes; without, zones are only names. */
  readonly zoned: boolean
  /** Where pods without a zone go. */
  readonly unzoned: Placement
  /** An address of this machine that pods can reach, if there is one. */
  readonly host: string | undefined
  /** Base URL, on this machine, of a service of ours; it stays while pods come and go. */
  reach(service: 'gateway' | 'prometheus'): Promise<string>
}
