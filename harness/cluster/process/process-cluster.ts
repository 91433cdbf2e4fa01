import { join } from 'node:path'
import type { Recorder } from '../../history/recorder.ts'
import { type Change, diff } from '../../topology/diff.ts'
import { type Family, families, type PodSpec, type Topology, type Zone } from '../../topology/types.ts'
import type { Version } from '../../topology/versions.ts'
import { podsOf } from '../../topology/workload.ts'
import { orAborted } from '../../util/aborted.ts'
import { systemClock } from '../../util/clock.ts'
import type { Cluster, Defect, Pod, PodAddress, PodControl } from '../cluster.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import { GO_RUNTIME, goSettings } from '../go-runtime.ts'
import { remoteWriteTo } from '../remote-write.ts'
import type { Started } from '../settings.ts'
import { type Addressing, type AddressPlan, assertFree, claimAddresses } from './addresses.ts'
import { ConfigFiles } from './config-files.ts'
import { processControl } from './control.ts'
import { giveNames } from './names.ts'
import { withFreeOrdinal } from './ordinals.ts'
import type { PodDied } from './pod-died.ts'
import { ProcessPod } from './process-pod.ts'
import { StartedPrometheus, type Target } from './prometheus.ts'
import { carryOut, type Seats } from './rollout.ts'
import { StartedS3 } from './s3.ts'
import { addPodNetworks, enterNamespaces, type Isolation, inPodNetwork, shell } from './sandbox.ts'

export interface ProcessClusterOptions {
  /** The Mimir binary. */
  mimir: string
  version: Version
  /** The Prometheus binary. */
  prometheus: string
  /** The versitygw binary, for a store that speaks S3; without it the store is a folder that pods share. */
  versitygw?: string | undefined
  addressing: Addressing
  isolation: Isolation
  /** Folder for what must not outlive the run: volumes and the bucket. */
  scratch: string
  /** The run's folder: configs as started, a log per pod. */
  folder: string
  /** Environment for every process (the run's marker). */
  env: Readonly<Record<string, string>>
  recorder: Recorder
}

/** Real Mimir processes on this machine, made and changed the way Kubernetes would. */
export class ProcessCluster implements Cluster {
  readonly provider = 'process'
  readonly control: PodControl
  readonly death: Promise<never>
  readonly #options: ProcessClusterOptions
  readonly #addresses: AddressPlan
  readonly #gateway: Gateway
  readonly #s3: StartedS3 | undefined
  readonly #files: ConfigFiles
  /** Seat -> who sits there. */
  readonly #seats = new Map<string, ProcessPod>()
  /** Workload -> its number in the address plan, in order of appearance and for good. */
  readonly #numbers = new Map<string, number>()
  /** Zones that a fault has taken away. */
  readonly #dark = new Set<Zone>()
  readonly #reportDeath: (death: PodDied) => void
  #topology: Topology | undefined
  #prometheus: StartedPrometheus | undefined
  /** Ends the change that is being made. */
  #stop = never
  /** What the gateway was told last. */
  #routed = ''
  /** The last of the changes to names and routes: they are made one after the other. */
  #directing: Promise<void> = Promise.resolve()
  /** Those that have lost their seat and are terminating: `apply` waits for them in the end. */
  readonly #leaving: Promise<void>[] = []
  /** All that were ever made. */
  readonly #pods = new Set<ProcessPod>()
  /** Pods that have a network; it stays for whoever takes the name, and with it the address, later. */
  readonly #networks = new Set<string>()

  private constructor(options: ProcessClusterOptions, addresses: AddressPlan, gateway: Gateway, s3?: StartedS3) {
    this.#options = options
    this.#addresses = addresses
    this.#gateway = gateway
    this.#s3 = s3
    const storage = s3?.storage ?? { backend: 'filesystem' }
    const settings = { folder: join(options.folder, 'config'), version: options.version, storage, gateway: gateway.url }
    this.#files = new ConfigFiles(settings, workload => addresses.pod(this.#number(workload), 0))
    const death = Promise.withResolvers<never>()
    death.promise.catch(() => {})
    this.death = Promise.race([death.promise, gateway.death])
    this.death.catch(() => {})
    this.#reportDeath = death.reject
    this.control = processControl(
      () => [...this.#seats.values()],
      name => this.#pod(name),
      this.#ownNetworks,
      this.#dark,
      () => this.#reroute(),
      join(options.scratch, 'volumes'),
    )
  }

  /** Starts the gateway and an empty cluster; `apply` fills it. @throws UsageError when no addresses are free. */
  static async start(options: ProcessClusterOptions): Promise<ProcessCluster> {
    if (options.isolation === 'namespaces') await shell(enterNamespaces)
    const addresses = await claimAddresses(options.addressing, options.isolation)
    const gateway = await startGateway({ ...addresses.server('gateway'), recorder: options.recorder, env: options.env })
    const { versitygw, scratch, folder, env } = options
    const s3 =
      versitygw === undefined
        ? undefined
        : await StartedS3.start({
            versitygw,
            ...addresses.server('s3'),
            folder: join(scratch, 'bucket'),
            log: join(folder, 's3.log'),
            env,
          })
    return new ProcessCluster(options, addresses, gateway, s3)
  }

  get gateway(): string {
    return this.#gateway.url
  }

  get prometheus(): string {
    if (!this.#prometheus) throw new Error('no topology has been applied yet')
    return this.#prometheus.url
  }

  get receiver(): { host: string; port: number } {
    return this.#addresses.server('receiver')
  }

  async remoteWrite(tenant: string, metrics: readonly string[]): Promise<void> {
    if (!this.#prometheus) throw new Error('no topology has been applied yet')
    await this.#prometheus.write(remoteWriteTo(this.gateway, tenant, metrics))
  }

  get topology(): Topology {
    if (!this.#topology) throw new Error('no topology has been applied yet')
    return this.#topology
  }

  pods(): readonly Pod[] {
    return [...this.#seats.values()]
  }

  pod(name: string): Pod {
    return this.#pod(name)
  }

  #pod(name: string): ProcessPod {
    const pod = [...this.#seats.values()].find(p => p.name === name)
    if (!pod)
      throw new Error(
        `no pod ${name}; there are ${this.pods()
          .map(p => p.name)
          .join(', ')}`,
      )
    return pod
  }

  /** How the pods are started, for `settingsOf`. */
  started(): Started {
    const kinds = Map.groupBy(this.#seats.values(), p => JSON.stringify(p.spec.workload.flags))
    return {
      mimir: this.#options.mimir,
      layers: this.#files.layers(this.topology),
      pods: [...kinds.values()].map(([pod]) => ({
        args: this.#files.args(pod!.spec),
        env: this.#env(pod!.spec, pod!),
      })),
      others: goSettings,
    }
  }

  async apply(topology: Topology, signal: AbortSignal = never): Promise<void> {
    const before = this.#topology
    this.#stop = signal
    this.#topology = topology
    await this.#files.write(topology)
    const changes: Change[] = before ? diff(before, topology) : [{ kind: 'add', pods: podsOf(topology) }]
    // Prometheus takes up new targets every 5 s only; started beside the pods, it scrapes them by the time they are ready.
    const observing = before ? undefined : this.#observe(topology)
    for (const change of changes) {
      signal.throwIfAborted()
      await carryOut(change, this.#change)
    }
    await observing
    await this.#prometheus?.scrape([...this.#seats.values()].map(pod => targetOf(pod.spec, pod.address)))
    await Promise.all(this.#leaving.splice(0))
  }

  /** Where the pods of a topology will be is known before they are made. */
  #observe(topology: Topology): Promise<void> {
    const { prometheus, scratch, folder, env } = this.#options
    const started = StartedPrometheus.start({
      prometheus,
      ...this.#addresses.server('observer'),
      targets: podsOf(topology).map(spec =>
        targetOf(spec, this.#addresses.pod(this.#number(spec.workload.name), spec.ordinal)),
      ),
      folder: join(scratch, 'observer'),
      log: join(folder, 'prometheus.log'),
      env,
    }).then(prometheus => {
      this.#prometheus = prometheus
    })
    started.catch(() => {})
    return started
  }

  readonly #change: Seats = {
    fill: async specs => {
      const taken = new Map(specs.map(({ workload }) => [workload.name, this.#ordinals(workload.name)]))
      const pods = await this.#newPods(specs.map(spec => withFreeOrdinal(spec, taken.get(spec.workload.name)!)))
      for (const [i, pod] of pods.entries()) this.#seats.set(specs[i]!.name, pod)
      // Whoever starts now looks for the others by name at once.
      await this.#rename(pods)
      return pods
    },
    at: seat => this.#seats.get(seat)!,
    successor: async spec =>
      (await this.#newPods([withFreeOrdinal(spec, this.#ordinals(spec.workload.name), true)]))[0]!,
    seat: (seat, pod) => void this.#seats.set(seat, pod),
    leaves: ending => {
      ending.catch(() => {})
      this.#leaving.push(ending)
    },
    vacate: async seat => {
      const pod = this.#seats.get(seat)!
      this.#seats.delete(seat)
      if (!pod.spec.workload.stateful) await pod.deleteVolume()
    },
    ready: pod => orAborted(pod.ready(), this.#stop),
    writeOverrides: () => this.#files.writeOverrides(this.topology),
    reroute: () => this.#reroute(),
    rename: () => this.#rename(),
  }

  /** Those of a workload's pods that are there, with a seat or terminating. */
  #ordinals(workload: string): Set<number> {
    const there = [...this.#seats.values(), ...[...this.#pods].filter(p => p.up)]
    return new Set(there.filter(p => p.workload === workload).map(p => p.spec.ordinal))
  }

  /** A Service of pods that need not be ready names a pod from its start until it has ended, as those do that Mimir's own charts make. */
  #rename(starting: readonly ProcessPod[] = []): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ownNetworks) await giveNames([...new Set([...starting, ...[...this.#pods].filter(p => p.up)])])
    })
  }

  /** Pods become ready and go at any moment, and what is decided first must not be written last. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#directing = this.#directing.catch(() => {}).then(act)
    return this.#directing
  }

  async #newPods(specs: readonly PodSpec[]): Promise<ProcessPod[]> {
    const pods = specs.map(spec => this.#newPod(spec))
    for (const pod of pods) this.#pods.add(pod)
    // In namespaces nobody else can listen.
    if (this.#options.isolation === 'none') await Promise.all(pods.map(p => assertFree(p.address)))
    if (this.#ownNetworks) {
      const added = pods.filter(p => !this.#networks.has(p.name))
      const first = this.#networks.size
      for (const pod of added) this.#networks.add(pod.name)
      await shell(addPodNetworks(added.map((p, i) => ({ pod: p.name, address: p.address.host, index: first + i }))))
    }
    return pods
  }

  #newPod(spec: PodSpec): ProcessPod {
    const { folder, scratch, recorder, mimir } = this.#options
    const address = this.#addresses.pod(this.#number(spec.workload.name), spec.ordinal)
    const volume = join(scratch, 'volumes', spec.name)
    const pod = new ProcessPod({
      spec,
      address,
      volume,
      log: join(folder, 'pods', `${spec.name}.log`),
      recorder,
      launch: now => {
        const argv = [mimir, ...this.#files.args(now)]
        return {
          argv: this.#ownNetworks ? inPodNetwork(spec.name, argv) : argv,
          env: this.#env(now, { address, volume }),
        }
      },
      onReady: () => void this.#reroute().catch(() => {}),
      onDeath: death => void this.#died(death),
    })
    // Where there is no power, nothing starts.
    if (spec.workload.zone && this.#dark.has(spec.workload.zone)) pod.hold()
    return pod
  }

  #env(spec: PodSpec, { address, volume }: Pick<ProcessPod, 'address' | 'volume'>): Record<string, string> {
    const { scratch, env } = this.#options
    const places = { volume, bucket: join(scratch, 'bucket') }
    return { HOME: scratch, ...GO_RUNTIME, ...env, ...this.#files.env(spec, address, places) }
  }

  #number(workload: string): number {
    const known = this.#numbers.get(workload)
    if (known !== undefined) return known
    this.#numbers.set(workload, this.#numbers.size)
    return this.#numbers.size - 1
  }

  get #ownNetworks(): boolean {
    return this.#options.isolation === 'namespaces' && this.#options.addressing === 'ip'
  }

  async #died(death: PodDied): Promise<void> {
    this.#reportDeath(death)
    // Pods that break at the start die while the run already puts everything away: a gateway that has ended needs no routes.
    await this.#reroute().catch(() => {})
  }

  async #reroute(): Promise<void> {
    await this.#rename()
    await this.#inTurn(() => this.#route())
  }

  /** Sends each family to the pods of its workloads that are ready, in one switch. */
  async #route(): Promise<void> {
    const { routes, gatewayRetries } = this.topology
    // A Service leads to pods that are ready, and does not know of one that hangs before its probe fails.
    const running = [...this.#seats.values()].filter(p => p.serving)
    const table = <T>(of: (pod: ProcessPod) => T) =>
      Object.fromEntries(families.map(f => [f, running.filter(p => routes[f].includes(p.workload)).map(of)])) as Record<
        Family,
        T[]
      >
    const [urls, names] = [table(p => p.url), table(p => p.name)]
    const wanted = JSON.stringify([urls, names, gatewayRetries])
    if (wanted === this.#routed) return
    this.#routed = wanted
    await this.#gateway.setRoutes(urls, gatewayRetries)
    this.#options.recorder.record({ type: 'route', at: systemClock.now(), routes: names })
  }

  logs(pod: string, lines = 50): Promise<string[]> {
    return this.#pod(pod).lastLines(lines)
  }

  plant(defect: Defect | undefined): Promise<void> {
    return this.#gateway.plant(defect)
  }

  /** Kills everything at once: what a run wanted to know it has read by now. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#pods].map(p => p.kill()))
    await Promise.all([this.#gateway.stop(), this.#prometheus?.stop(), this.#s3?.stop()])
    this.#addresses[Symbol.dispose]()
  }
}

const never = new AbortController().signal

const targetOf = ({ name, workload }: PodSpec, { host, http }: PodAddress): Target => ({
  address: `${host}:${http}`,
  labels: {
    pod: name,
    job: `mimir/${workload.name}`,
    component: workload.modules.join(','),
    ...(workload.zone && { zone: workload.zone }),
  },
})
