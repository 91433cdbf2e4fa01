import {
  AppsV1Api,
  CoreV1Api,
  type CoreV1Event,
  KubeConfig,
  PatchStrategy,
  setHeaderOptions,
  type V1Deployment,
  type V1Node,
  type V1Pod,
  type V1StatefulSet,
} from '@kubernetes/client-node'

export interface LogOptions {
  /** From the end. */
  lines?: number
  /** Of the container's life before the last restart. */
  previous?: boolean
  follow?: boolean
}

/** The API server of one cluster, and one namespace of it: nothing outside that namespace is changed. Every look is a list, none a watch. */
export class Kubernetes {
  readonly config: KubeConfig
  readonly namespace: string
  readonly #core: CoreV1Api
  readonly #apps: AppsV1Api

  /** @param context the one to use; without it the file's current one. */
  constructor(kubeconfig: string, namespace: string, context?: string) {
    this.config = new KubeConfig()
    this.config.loadFromFile(kubeconfig)
    if (context !== undefined) this.config.setCurrentContext(context)
    this.namespace = namespace
    this.#core = this.config.makeApiClient(CoreV1Api)
    this.#apps = this.config.makeApiClient(AppsV1Api)
  }

  async pods(): Promise<V1Pod[]> {
    return (await this.#core.listNamespacedPod({ namespace: this.namespace })).items
  }

  async statefulSets(): Promise<V1StatefulSet[]> {
    return (await this.#apps.listNamespacedStatefulSet({ namespace: this.namespace })).items
  }

  async deployments(): Promise<V1Deployment[]> {
    return (await this.#apps.listNamespacedDeployment({ namespace: this.namespace })).items
  }

  async events(): Promise<CoreV1Event[]> {
    return (await this.#core.listNamespacedEvent({ namespace: this.namespace })).items
  }

  /** Names of the nodes that are Ready. */
  async readyNodes(): Promise<string[]> {
    const { items } = await this.#core.listNode()
    return items
      .filter(n => n.status?.conditions?.some(c => c.type === 'Ready' && c.status === 'True'))
      .map(n => n.metadata!.name!)
  }

  /** All nodes, and the pods of all namespaces. */
  async inventory(): Promise<{ nodes: V1Node[]; pods: V1Pod[] }> {
    const [nodes, pods] = await Promise.all([this.#core.listNode(), this.#core.listPodForAllNamespaces()])
    return { nodes: nodes.items, pods: pods.items }
  }

  /** With `follow` everything that a pod logs until it ends; resolves only then. */
  log(pod: string, { lines, previous = false, follow = false }: LogOptions = {}): Promise<string> {
    const { namespace } = this
    return this.#core.readNamespacedPodLog({
      name: pod,
      namespace,
      previous,
      follow,
      ...(lines !== undefined && { tailLines: lines }),
    })
  }

  /** With the pod's own grace period, or with none at all: it is gone from the API at once then, whatever its processes do. */
  async deletePod(name: string, how: 'gracefully' | 'at once'): Promise<void> {
    await this.#core.deleteNamespacedPod({
      name,
      namespace: this.namespace,
      ...(how === 'at once' && { gracePeriodSeconds: 0 }),
    })
  }

  async annotatePod(name: string, annotations: Readonly<Record<string, string>>): Promise<void> {
    await this.#core.patchNamespacedPod(
      { name, namespace: this.namespace, body: { metadata: { annotations } } },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    )
  }

  async patchStatefulSet(name: string, body: object): Promise<void> {
    await this.#apps.patchNamespacedStatefulSet(
      { name, namespace: this.namespace, body },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    )
  }

  async deleteClaim(name: string): Promise<void> {
    await this.#core.deleteNamespacedPersistentVolumeClaim({ name, namespace: this.namespace })
  }

  /** The identity of a claim and of the volume behind it; undefined when there is no such claim. */
  async claim(name: string): Promise<{ uid: string; volume: string | undefined } | undefined> {
    const { items } = await this.#core.listNamespacedPersistentVolumeClaim({ namespace: this.namespace })
    const claim = items.find(c => c.metadata?.name === name)
    return claim && { uid: claim.metadata!.uid!, volume: claim.spec?.volumeName }
  }

  /** Names of all claims of the namespace. */
  async claims(): Promise<string[]> {
    const { items } = await this.#core.listNamespacedPersistentVolumeClaim({ namespace: this.namespace })
    return items.map(c => c.metadata!.name!)
  }

  /** Names of the volumes that claims of the namespace have, or had. */
  async volumes(): Promise<string[]> {
    const { items } = await this.#core.listPersistentVolume()
    return items.filter(v => v.spec?.claimRef?.namespace === this.namespace).map(v => v.metadata!.name!)
  }

  /** The node's folder that a local volume lives in. @throws Error when the volume is none of a node's. */
  async folderOf(volume: string): Promise<{ node: string; path: string }> {
    const { spec } = await this.#core.readPersistentVolume({ name: volume })
    const path = spec?.hostPath?.path ?? spec?.local?.path
    const node = spec?.nodeAffinity?.required?.nodeSelectorTerms[0]?.matchExpressions?.[0]?.values?.[0]
    if (!path || !node) throw new Error(`volume ${volume} is not a folder of a node`)
    return { node, path }
  }

  async namespaceExists(): Promise<boolean> {
    const { items } = await this.#core.listNamespace()
    return items.some(n => n.metadata?.name === this.namespace)
  }

  async createNamespace(labels: Readonly<Record<string, string>>): Promise<void> {
    await this.#core.createNamespace({ body: { metadata: { name: this.namespace, labels } } })
  }

  async deleteNamespace(): Promise<void> {
    await this.#core.deleteNamespace({ name: this.namespace })
  }
}
