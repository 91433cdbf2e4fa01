import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkFleet } from '../../fleet/check-fleet.ts'
import type { Fleet, PodSpec } from '../../fleet/fleet.ts'
import { podsOf } from '../../fleet/fleet-pods.ts'
import type { Surroundings } from '../../fleet/surroundings.ts'
import { systemClock } from '../../util/clock.ts'
import { done, notYet, until } from '../../util/until.ts'
import { waitForHttp } from '../../util/wait-for-http.ts'
import type { Cluster, Commands, Defect, FaultInjector, Pod } from '../cluster.ts'
import { environmentOf, expanded } from '../environment.ts'
import { writeFiles } from '../files.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { MARKER } from '../process/marker.ts'
import type { KindConfig } from '../provider-config.ts'
import { entryOf, type RemoteWrite, takenUp } from '../remote-write.ts'
import type { RunContext } from '../run-context.ts'
import { ApiProxy } from './api-proxy.ts'
import { saveEvidence } from './evidence.ts'
import { existingTarget } from './existing-target.ts'
import { Helm } from './helm.ts'
import { kindInjector } from './kind-injector.ts'
import { managedTarget } from './managed-target.ts'
import { PodTracker } from './pod-tracker.ts'
import { callPreStopOnScaleDown, callPreStops, type Told } from './pre-stop-on-scale-down.ts'
import { releasesOf, STORE } from './releases.ts'
import type { ReplicaSlot, SeenPod } from './replica-slots.ts'
import { type Parts, waitForRollout } from './wait-for-rollout.ts'

/** Milliseconds until an observer that is replaced answers again. */
const OBSERVER_DEADLINE = 120_000

/**
 * Milliseconds until a kubelet has put a changed ConfigMap in place: it looks at each pod after 60 to 90 s (syncFrequency of 1 min, and half as much by chance:
 * pkg/kubelet/pod_workers.go, workerResyncIntervalJitterFactor), and 10 s are for a machine that is busy.
 */
const KUBELET_LOOKS = 100_000

/** Milliseconds until a pod that is restarted is ready again; its grace period comes first. */
const RESTART_DEADLINE = 300_000

/** A fleet on Kubernetes, made and changed by our charts, and everything a fault can do to it. */
export class KindCluster implements Cluster {
  readonly provider = 'kind'
  readonly filesWithin = KUBELET_LOOKS
  readonly injector: FaultInjector
  readonly death: Promise<never>
  readonly surroundings: Surroundings
  readonly #parts: Parts
  readonly #gateway: Gateway
  readonly #proxy: ApiProxy
  readonly #rest: AsyncDisposableStack
  /** Slot -> its address on this machine. */
  readonly #urls = new Map<string, string>()
  #fleet: Fleet | undefined
  #prometheus: string | undefined

  private constructor(parts: Parts, gateway: Gateway, proxy: ApiProxy, rest: AsyncDisposableStack) {
    this.#parts = parts
    this.#gateway = gateway
    this.#proxy = proxy
    this.#rest = rest
    const { tracker, run, site } = parts
    const { namespace } = site.kubernetes
    this.surroundings = {
      program: run.program,
      gateway: 'http://gateway',
      peers: `peers.${namespace}.svc.cluster.local.`,
      label: [run.id, run.place].filter(Boolean).join('-'),
      store: STORE,
    }
    this.death = Promise.race([tracker.deaths.unexpected, gateway.death])
    this.death.catch(() => {})
    this.injector = kindInjector({ kubernetes: site.kubernetes, nodes: site.nodes, tracker })
  }

  /** Makes a cluster, or enters one that exists; `apply` fills it. @throws UsageError for what the user can mend; nothing is left then. */
  static async start(config: KindConfig, run: RunContext): Promise<KindCluster> {
    await using made = new AsyncDisposableStack()
    const site = made.use(
      await (config.cluster.of === 'managed'
        ? managedTarget(config.cluster, run)
        : existingTarget(config.cluster, run)),
    )
    const { kubernetes, kubeconfig, context } = site
    const folder = join(run.folder, 'config')
    await mkdir(folder, { recursive: true })
    const helm = new Helm({
      helm: config.helm,
      kubeconfig,
      context,
      namespace: kubernetes.namespace,
      folder,
      scratch: join(run.scratch, 'helm'),
    })
    const tracker = made.use(new PodTracker(kubernetes, run.recorder, run.folder))
    made.defer(() => saveEvidence(kubernetes, run.folder))
    const proxy = made.use(await ApiProxy.to(kubernetes.config))
    const gateway = await startGateway({
      host: '127.0.0.1',
      port: 0,
      protocol: run.protocol,
      seed: run.seed,
      recorder: run.recorder,
      env: { [MARKER]: run.id },
    })
    made.defer(() => gateway.stop())
    const parts: Parts = { site, helm, tracker, run, config }
    const { s3, observer } = releasesOf(config, site)
    run.onProgress('install charts s3 and observer')
    await Promise.all([helm.upgrade('s3', s3), helm.upgrade('observer', observer)])
    return new KindCluster(parts, gateway, proxy, made.move())
  }

  get gateway(): string {
    return this.#gateway.url
  }

  get receiver(): { host: string; port: number } | undefined {
    const { host } = this.#parts.site
    return host === undefined ? undefined : { host, port: 0 }
  }

  get prometheus(): string {
    if (!this.#prometheus) throw new Error('no fleet has been applied yet')
    return this.#prometheus
  }

  /** The observer starts anew: a pod sees a changed ConfigMap only when the kubelet next looks, which may take a minute. */
  async remoteWrite(to: RemoteWrite): Promise<void> {
    const { helm, run, site, config } = this.#parts
    const { observer } = releasesOf(config, site)
    const remoteWrite = [entryOf('http://gateway', to)]
    await helm.upgrade('observer', { ...observer, remoteWrite })
    await takenUp(this.prometheus, to.name, OBSERVER_DEADLINE, run.signal)
  }

  get fleet(): Fleet {
    if (!this.#fleet) throw new Error('no fleet has been applied yet')
    return this.#fleet
  }

  pods(): readonly Pod[] {
    return this.#parts.tracker.slots.map(slot => this.#asPod(slot))
  }

  pod(name: string): Pod {
    return this.#asPod(this.#parts.tracker.find(name))
  }

  #asPod({ spec, pod }: ReplicaSlot): Pod {
    const { down, paused } = this.#parts.tracker
    const { workload } = spec
    return {
      name: pod?.name ?? spec.name,
      workload: workload.name,
      components: workload.template.components,
      zone: workload.zone,
      address: { host: pod?.ip ?? '', ports: workload.template.ports },
      state: down.has(spec.name) ? 'stopped' : paused.has(spec.name) && pod?.running ? 'paused' : stateOf(pod),
      instance: pod && `${pod.uid}.${pod.restarts}`,
      url: this.#urls.get(spec.name) ?? '',
    }
  }

  async apply(fleet: Fleet, signal?: AbortSignal): Promise<void> {
    const { tracker, run } = this.#parts
    checkFleet(fleet)
    const before = this.#fleet
    await writeFiles(this.#files, fleet)
    const told = this.#told
    // While those that go still have their slots.
    if (before) await callPreStopOnScaleDown(before, fleet, told)
    tracker.slot(fleet)
    for (const spec of podsOf(fleet)) await this.#open(spec)
    await waitForRollout(this.#parts, before, fleet, told, signal)
    this.#fleet = fleet
    if (!before) await this.#reach(fleet)
    const named = Object.entries(fleet.routes).map(([route, { workloads }]) => [
      route,
      this.pods()
        .filter(p => workloads.includes(p.workload))
        .map(p => p.name),
    ])
    run.recorder.record({ type: 'route', at: systemClock.now(), routes: Object.fromEntries(named) })
  }

  /** The kubelet looks at a pod at once where something about the pod has changed. */
  async putFiles(): Promise<void> {
    const { tracker, site } = this.#parts
    const now = { 'mimir-gauntlet/files': String(systemClock.now()) }
    await Promise.all(tracker.pods.map(pod => site.kubernetes.annotatePod(pod.name, now)))
  }

  async restart(name: string, signal?: AbortSignal): Promise<void> {
    const { tracker, run, site } = this.#parts
    const { spec, pod } = tracker.find(name)
    if (!pod) throw new Error(`${name} is not there`)
    await callPreStops(this.fleet, spec.name, this.#told)
    await site.kubernetes.deletePod(pod.name, 'gracefully')
    await until(
      async () => {
        await tracker.look()
        const { pod: next } = tracker.find(spec.name)
        if (!next || next.uid === pod.uid) return notYet('it has not been made again')
        return next.ready ? done(undefined) : notYet(`${next.name} is not ready`)
      },
      {
        for: `${name} to be restarted`,
        deadline: RESTART_DEADLINE,
        every: 500,
        signal: AbortSignal.any([run.signal, ...(signal ? [signal] : [])]),
      },
    )
  }

  /** Clients go through a gateway of the harness, which can inject defects, to the one of the fleet. */
  async #reach({ routes }: Fleet): Promise<void> {
    const { run, site } = this.#parts
    this.#prometheus = await site.reach('prometheus')
    const gateway = await site.reach('gateway')
    for (const url of [`${gateway}/-/healthy`, `${this.#prometheus}/-/ready`]) {
      await waitForHttp(url, { for: `${url} to answer`, deadline: 60_000, every: 250, signal: run.signal })
    }
    // Which pod of a Service answers the kernel of its node decides, and tells nobody.
    const served = Object.entries(routes).map(([name, { paths, workloads }]) => {
      return [name, { paths, backends: [{ url: gateway, pod: `a pod of ${workloads.join(' or ')}` }] }]
    })
    await this.#gateway.setRoutes(Object.fromEntries(served))
  }

  /** Whoever is to hear something before it stops. */
  get #told(): Told {
    return { urlOf: pod => this.pod(pod).url, recorder: this.#parts.run.recorder }
  }

  /** The files as pods have them, for whoever wants to read them or to ask the program about them. */
  get #files(): string {
    return join(this.#parts.run.folder, 'config')
  }

  /** Gives a slot its address on this machine. */
  async #open({ name, workload }: PodSpec): Promise<void> {
    if (this.#urls.has(name)) return
    const { tracker, site } = this.#parts
    const pods = `/api/v1/namespaces/${site.kubernetes.namespace}/pods`
    const url = await this.#proxy.open(() => {
      const pod = tracker.slots.find(s => s.spec.name === name)?.pod
      return pod && `${pods}/${pod.name}:${workload.template.ports.http}/proxy`
    })
    this.#urls.set(name, url)
  }

  commands(): Commands | undefined {
    const { tracker, config, site } = this.#parts
    if (!config.program) return undefined
    const { namespace } = site.kubernetes
    const kinds = Map.groupBy(tracker.slots, s => JSON.stringify(s.spec.workload.template.args))
    return {
      binary: config.program,
      pods: [...kinds.values()].map(([slot]) => {
        const { spec, pod } = slot!
        const env = environmentOf(spec.workload.template, {
          name: spec.name,
          host: pod?.ip ?? '',
          ports: spec.workload.template.ports,
          namespace,
          volume: mount => (mount === undefined ? '/data' : spec.workload.template.mounts![mount]!.path),
          files: this.#files,
          shared: nowhere,
          peer: nowhere,
          // The program is only asked for its settings: the key is nobody's.
          secret: () => 'secret',
        })
        return { args: expanded(spec.workload.template.args, env), env }
      }),
    }
  }

  async mayDie(pods: readonly string[]): Promise<void> {
    const { tracker } = this.#parts
    await tracker.look()
    tracker.deaths.allow(pods)
  }

  /** Volumes are in the cluster. */
  volumeFolder(): undefined {}

  async logs(pod: string, lines = 50): Promise<string[]> {
    const text = await this.#parts.site.kubernetes.log(this.pod(pod).name, { lines })
    return text.trimEnd().split('\n')
  }

  injectDefect(defect: Defect | undefined): Promise<void> {
    return this.#gateway.inject(defect)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#rest.disposeAsync()
  }
}

/** One whose container has ended waits for the kubelet to start it again. */
const stateOf = (pod: SeenPod | undefined): Pod['state'] =>
  pod?.running ? 'running' : pod?.ended && !pod.terminating ? 'died' : 'stopped'

const nowhere = (): never => {
  throw new Error('on Kubernetes pods find each other by name and share no folder')
}
