import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configLayers, mimirConfig } from '../../topology/mimir-config.ts'
import { podArgs } from '../../topology/pod.ts'
import { toYaml } from '../../topology/to-yaml.ts'
import { type Family, families, type PodSpec, type Topology } from '../../topology/types.ts'
import { podsOf } from '../../topology/workload.ts'
import { answersOk } from '../../util/answers.ts'
import { systemClock } from '../../util/clock.ts'
import type { Cluster, Defect, Pod, PodControl } from '../cluster.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { goSettings } from '../go-runtime.ts'
import { MARKER } from '../process/marker.ts'
import { remoteWriteTo, takenUp } from '../remote-write.ts'
import type { RunPlace } from '../run-place.ts'
import type { Started } from '../settings.ts'
import type { KindWhere } from '../where.ts'
import { ApiProxy } from './api-proxy.ts'
import { kindControl } from './control.ts'
import { saveEvidence } from './evidence.ts'
import { existingSite } from './existing-site.ts'
import { sayGoodbye, type Told } from './goodbye.ts'
import { Helm } from './helm.ts'
import { ownSite } from './own-site.ts'
import { environmentOf, releasesOf } from './releases.ts'
import { Roster } from './roster.ts'
import type { Seat } from './seats.ts'
import { type Parts, settle } from './settle.ts'
import { chartContext, PORTS } from './values.ts'

/** Milliseconds until an observer that is replaced answers again. */
const OBSERVER_DEADLINE = 120_000

/** A Mimir on Kubernetes, made and changed by our charts, and everything a fault can do to it. */
export class KindCluster implements Cluster {
  readonly provider = 'kind'
  readonly control: PodControl
  readonly death: Promise<never>
  readonly #parts: Parts
  readonly #gateway: Gateway
  readonly #proxy: ApiProxy
  readonly #rest: AsyncDisposableStack
  /** Seat -> its address on this machine. */
  readonly #urls = new Map<string, string>()
  #topology: Topology | undefined
  #prometheus: string | undefined

  private constructor(parts: Parts, gateway: Gateway, proxy: ApiProxy, rest: AsyncDisposableStack) {
    this.#parts = parts
    this.#gateway = gateway
    this.#proxy = proxy
    this.#rest = rest
    const { roster, site } = parts
    this.death = Promise.race([roster.death, gateway.death])
    this.death.catch(() => {})
    this.control = kindControl({ kubernetes: site.kubernetes, nodes: site.nodes, roster })
  }

  /** Makes a cluster, or enters one that exists; `apply` fills it. @throws UsageError for what the user can mend; nothing is left then. */
  static async start(where: KindWhere, run: RunPlace): Promise<KindCluster> {
    await using made = new AsyncDisposableStack()
    const site = made.use(
      await (where.cluster.of === 'ours' ? ownSite(where.cluster, run) : existingSite(where.cluster, run)),
    )
    const { kubernetes, kubeconfig, context } = site
    const folder = join(run.folder, 'config')
    await mkdir(folder, { recursive: true })
    const helm = new Helm({
      helm: where.helm,
      kubeconfig,
      context,
      namespace: kubernetes.namespace,
      folder,
      scratch: join(run.scratch, 'helm'),
    })
    const roster = made.use(new Roster(kubernetes, run.recorder, run.folder))
    made.defer(() => saveEvidence(kubernetes, run.folder))
    const proxy = made.use(await ApiProxy.to(kubernetes.config))
    const gateway = await startGateway({
      host: '127.0.0.1',
      port: 0,
      recorder: run.recorder,
      env: { [MARKER]: run.id },
    })
    made.defer(() => gateway.stop())
    const parts: Parts = { site, helm, roster, run, where }
    const { s3, observer } = releasesOf(where, site)
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
    if (!this.#prometheus) throw new Error('no topology has been applied yet')
    return this.#prometheus
  }

  /** The observer starts anew: a pod sees a changed ConfigMap only when the kubelet next looks, which may take a minute. */
  async remoteWrite(tenant: string, metrics: readonly string[]): Promise<void> {
    const { helm, run, site, where } = this.#parts
    const { observer } = releasesOf(where, site)
    const remoteWrite = [remoteWriteTo('http://gateway', tenant, metrics)]
    await helm.upgrade('observer', { ...observer, remoteWrite })
    await takenUp(this.prometheus, tenant, OBSERVER_DEADLINE, run.signal)
  }

  get topology(): Topology {
    if (!this.#topology) throw new Error('no topology has been applied yet')
    return this.#topology
  }

  pods(): readonly Pod[] {
    return this.#parts.roster.seats.map(seat => this.#asPod(seat))
  }

  pod(name: string): Pod {
    return this.#asPod(this.#parts.roster.find(name))
  }

  #asPod({ spec, pod }: Seat): Pod {
    const { down, paused } = this.#parts.roster
    const { workload } = spec
    const state = down.has(spec.name) || !pod?.running ? 'stopped' : paused.has(spec.name) ? 'paused' : 'running'
    return {
      name: pod?.name ?? spec.name,
      workload: workload.name,
      components: workload.modules,
      zone: workload.zone,
      address: { host: pod?.ip ?? '', ...PORTS },
      state,
      url: this.#urls.get(spec.name) ?? '',
    }
  }

  async apply(topology: Topology, signal?: AbortSignal): Promise<void> {
    const { roster, run, site } = this.#parts
    const before = this.#topology
    const config = mimirConfig(topology, chartContext({ version: run.version, clusterLabel: run.id }))
    await writeFile(this.#config, toYaml(config))
    const told: Told = { urlOf: pod => this.pod(pod).url, recorder: run.recorder }
    // While those that go still have their seats.
    if (before) await sayGoodbye(before, topology, told)
    roster.seat(topology)
    for (const spec of podsOf(topology)) await this.#open(spec)
    await settle(this.#parts, before, topology, told, signal)
    this.#topology = topology
    if (!before) {
      this.#prometheus = await site.reach('prometheus')
      const gateway = await site.reach('gateway')
      for (const url of [`${gateway}/-/healthy`, `${this.#prometheus}/-/ready`]) {
        await answersOk(url, { for: `${url} to answer`, deadline: 60_000, every: 250, signal: run.signal })
      }
      const routes = Object.fromEntries(families.map(f => [f, [gateway]])) as Record<Family, string[]>
      await this.#gateway.setRoutes(routes)
    }
    const named = families.map(f => [
      f,
      this.pods()
        .filter(p => topology.routes[f].includes(p.workload))
        .map(p => p.name),
    ])
    run.recorder.record({ type: 'route', at: systemClock.now(), routes: Object.fromEntries(named) })
  }

  /** The config as pods have it, for whoever wants to read it or to ask the binary about it. */
  get #config(): string {
    return join(this.#parts.run.folder, 'config', 'mimir.yaml')
  }

  /** Gives a seat its address on this machine. */
  async #open({ name }: PodSpec): Promise<void> {
    if (this.#urls.has(name)) return
    const { roster, site } = this.#parts
    const pods = `/api/v1/namespaces/${site.kubernetes.namespace}/pods`
    const url = await this.#proxy.open(() => {
      const pod = roster.seats.find(s => s.spec.name === name)?.pod
      return pod && `${pods}/${pod.name}:${PORTS.http}/proxy`
    })
    this.#urls.set(name, url)
  }

  started(): Started | undefined {
    const { where, run, site } = this.#parts
    if (!where.mimir) return undefined
    const { version } = run
    const kinds = Map.groupBy(this.#parts.roster.seats, s => JSON.stringify(s.spec.workload.flags))
    return {
      mimir: where.mimir,
      layers: configLayers(this.topology, chartContext({ version, clusterLabel: run.id })),
      pods: [...kinds.values()].map(([seat]) => ({
        args: podArgs(seat!.spec, this.#config, version),
        env: environmentOf(seat!, site.kubernetes.namespace),
      })),
      others: goSettings,
    }
  }

  async logs(pod: string, lines = 50): Promise<string[]> {
    const text = await this.#parts.site.kubernetes.log(this.pod(pod).name, { lines })
    return text.trimEnd().split('\n')
  }

  plant(defect: Defect | undefined): Promise<void> {
    return this.#gateway.plant(defect)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#rest.disposeAsync()
  }
}
