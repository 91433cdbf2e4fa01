import { join } from 'node:path'
import { checkFleet } from '../../fleet/check-fleet.ts'
import { type Change, diff } from '../../fleet/diff.ts'
import type { Fleet, PodSpec, Program } from '../../fleet/fleet.ts'
import { podsOf } from '../../fleet/fleet-pods.ts'
import type { Surroundings } from '../../fleet/surroundings.ts'
import type { Recorder } from '../../history/recorder.ts'
import { orAborted } from '../../util/aborted.ts'
import type { Cluster, Commands, Defect, FaultInjector, Pod, PodAddress } from '../cluster.ts'
import { Deaths } from '../deaths.ts'
import { writeFiles } from '../files.ts'
import { type Gateway, startGateway } from '../gateway/gateway.ts'
import type { Protocol } from '../gateway/protocol.ts'
import { entryOf, type RemoteWrite } from '../remote-write.ts'
import { type Addressing, type AddressPlan, assertFree, claimAddresses } from './addresses.ts'
import { BusyLoops } from './busy-loops.ts'
import { Confinement } from './confinement.ts'
import { Directory } from './directory.ts'
import { Launches } from './launches.ts'
import { PlaceNetwork } from './network.ts'
import { withFreeOrdinal } from './ordinals.ts'
import { processInjector } from './process-injector.ts'
import { ProcessPod } from './process-pod.ts'
import { StartedPrometheus, type Target } from './prometheus.ts'
import { carryOut, type Slots } from './roll.ts'
import { StartedS3 } from './s3.ts'
import type { Sandbox } from './sandbox.ts'
import { prepareVolume } from './volume.ts'

export interface ProcessClusterOptions {
  /** What the subject's pods run, unless a fleet says otherwise. */
  program: Program
  protocol: Protocol
  /** Decides every random choice of the run. */
  seed: number
  /** The Prometheus binary. */
  prometheus: string
  /** The versitygw binary, for a store that speaks S3; without it the store is a folder that pods share. */
  versitygw?: string | undefined
  addressing: Addressing
  sandbox: Sandbox
  /** The run's id. */
  id: string
  /** Its name, where it is not the main place of the run. */
  place?: string | undefined
  /** Folder for what must not outlive the run: volumes and the bucket. */
  scratch: string
  /** The run's folder: configs as started, a log per pod. */
  folder: string
  /** Environment for every process (the run's marker). */
  env: Readonly<Record<string, string>>
  recorder: Recorder
}

/** What a cluster is made of. */
interface Made {
  options: ProcessClusterOptions
  addresses: AddressPlan
  gateway: Gateway
  network: PlaceNetwork | undefined
  s3: StartedS3 | undefined
}

/** Pods as processes of this machine, made and changed the way Kubernetes would. */
export class ProcessCluster implements Cluster {
  readonly provider = 'process'
  /** Pods read the very files that are written. */
  readonly filesWithin = 0
  readonly injector: FaultInjector
  readonly death: Promise<never>
  readonly surroundings: Surroundings
  readonly #options: ProcessClusterOptions
  readonly #addresses: AddressPlan
  readonly #gateway: Gateway
  /** Undefined where pods have no networks of their own. */
  readonly #network: PlaceNetwork | undefined
  readonly #s3: StartedS3 | undefined
  readonly #launches: Launches
  readonly #confinement: Confinement
  readonly #directory: Directory
  /** Slot -> the pod that is there. */
  readonly #slots = new Map<string, ProcessPod>()
  /** Zones that a fault has taken away. */
  readonly #busy = new BusyLoops()
  readonly #zonesDown = new Set<string>()
  readonly #deaths = new Deaths()
  #fleet: Fleet | undefined
  #prometheus: StartedPrometheus | undefined
  /** Ends the change that is being made. */
  #stop = never
  /** Those that have lost their slot and are terminating, each until its volume is gone: turns wait for them, and `apply` does in the end. */
  readonly #leaving = new Map<ProcessPod, Promise<void>>()
  /** All that were ever made. */
  readonly #pods = new Set<ProcessPod>()

  private constructor({ options, addresses, gateway, network, s3 }: Made) {
    this.#options = options
    this.#addresses = addresses
    this.#gateway = gateway
    this.#network = network
    this.#s3 = s3
    const { scratch, env, id, place } = options
    this.#confinement = new Confinement({ run: [id, place].filter(Boolean).join('-'), scratch })
    this.#launches = new Launches({ addresses, scratch, files: this.#files, env, fleet: () => this.fleet })
    this.surroundings = {
      program: options.program,
      gateway: gateway.url,
      peers: undefined,
      label: ['mimir-gauntlet', place].filter(Boolean).join('-'),
      store: s3?.store ?? 'folder',
    }
    this.#directory = new Directory({
      ...{ gateway, network, recorder: options.recorder },
      up: () => [...this.#pods].filter(p => p.up),
      slots: () => [...this.#slots.values()],
      routes: () => this.#fleet?.routes ?? {},
    })
    this.death = Promise.race([this.#deaths.unexpected, gateway.death])
    this.death.catch(() => {})
    this.injector = processInjector(
      () => [...this.#slots.values()],
      name => this.#pod(name),
      network?.partitions,
      this.#zonesDown,
      () => this.#directory.reroute(),
      join(options.scratch, 'volumes'),
      this.#busy,
    )
  }

  /** Starts the gateway and an empty cluster; `apply` fills it. @throws UsageError when no addresses are free. */
  static async start(options: ProcessClusterOptions): Promise<ProcessCluster> {
    const { addressing, sandbox, protocol, seed, recorder, env: environment } = options
    const joined = sandbox === 'namespaces' ? await PlaceNetwork.join(options.place ?? '') : undefined
    const addresses = await claimAddresses(addressing, sandbox, joined?.number)
    const gateway = await startGateway({ ...addresses.server('gateway'), protocol, seed, recorder, env: environment })
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
    const network = addressing === 'ip' ? joined : undefined
    return new ProcessCluster({ options, addresses, gateway, network, s3 })
  }

  get gateway(): string {
    return this.#gateway.url
  }

  get prometheus(): string {
    if (!this.#prometheus) throw new Error('no fleet has been applied yet')
    return this.#prometheus.url
  }

  get receiver(): { host: string; port: number } {
    return this.#addresses.server('receiver')
  }

  async remoteWrite(to: RemoteWrite): Promise<void> {
    if (!this.#prometheus) throw new Error('no fleet has been applied yet')
    await this.#prometheus.write(entryOf(this.gateway, to))
  }

  get fleet(): Fleet {
    if (!this.#fleet) throw new Error('no fleet has been applied yet')
    return this.#fleet
  }

  pods(): readonly Pod[] {
    return [...this.#slots.values()]
  }

  pod(name: string): Pod {
    return this.#pod(name)
  }

  #pod(name: string): ProcessPod {
    const pod = [...this.#slots.values()].find(p => p.name === name)
    if (!pod)
      throw new Error(
        `no pod ${name}; there are ${this.pods()
          .map(p => p.name)
          .join(', ')}`,
      )
    return pod
  }

  commands(): Commands {
    return this.#launches.commands(this.#options.program, [...this.#slots.values()])
  }

  async apply(fleet: Fleet, signal: AbortSignal = never): Promise<void> {
    checkFleet(fleet)
    await this.#confinement.demand(fleet)
    const before = this.#fleet
    this.#stop = signal
    this.#fleet = fleet
    await writeFiles(this.#files, fleet)
    const changes: Change[] = before ? diff(before, fleet) : [{ kind: 'add', pods: podsOf(fleet) }]
    // Prometheus takes up new targets every 5 s only; started beside the pods, it scrapes them by the time they are ready.
    const observing = before ? undefined : this.#observe(fleet)
    for (const change of changes) {
      signal.throwIfAborted()
      // Whoever operates begins when controllers are done, and nothing of them is left.
      if (isTurn(change)) await this.#left()
      await carryOut(change, this.#change)
    }
    await observing
    await this.#scrape()
    await this.#left()
  }

  async putFiles(): Promise<void> {}

  async restart(name: string, signal: AbortSignal = never): Promise<void> {
    this.#stop = signal
    const { spec } = this.#pod(name)
    const slot = [...this.#slots].find(([, pod]) => pod.name === name)![0]
    await carryOut({ kind: 'roll', pods: [{ ...spec, name: slot }], why: 'restart' }, this.#change)
    await this.#scrape()
    await this.#left()
  }

  /** Waits until those that have lost their slot have ended. */
  async #left(): Promise<void> {
    const leaving = [...this.#leaving.values()]
    await Promise.all(leaving).finally(() => this.#leaving.clear())
  }

  /** Has the observer look at the pods that are there now. */
  async #scrape(): Promise<void> {
    const { name } = this.fleet
    await this.#prometheus?.scrape([...this.#slots.values()].map(pod => targetOf(name, pod.spec, pod.address)))
  }

  /** Where the pods of a fleet will be is known before they are made. */
  #observe(fleet: Fleet): Promise<void> {
    const { prometheus, scratch, folder, env } = this.#options
    const started = StartedPrometheus.start({
      prometheus,
      ...this.#addresses.server('observer'),
      targets: podsOf(fleet).map(spec => targetOf(fleet.name, spec, this.#launches.address(spec))),
      folder: join(scratch, 'observer'),
      log: join(folder, 'prometheus.log'),
      env,
    }).then(prometheus => {
      this.#prometheus = prometheus
    })
    started.catch(() => {})
    return started
  }

  readonly #change: Slots = {
    fill: async specs => {
      const taken = new Map(specs.map(({ workload }) => [workload.name, this.#ordinals(workload.name)]))
      const pods = await this.#newPods(specs.map(spec => withFreeOrdinal(spec, taken.get(spec.workload.name)!)))
      for (const [i, pod] of pods.entries()) this.#slots.set(specs[i]!.name, pod)
      // Whoever starts now looks for the others by name at once.
      await this.#directory.rename(pods)
      return pods
    },
    at: slot => this.#slots.get(slot)!,
    successor: async spec =>
      (await this.#newPods([withFreeOrdinal(spec, this.#ordinals(spec.workload.name), true)]))[0]!,
    slot: (slot, pod) => void this.#slots.set(slot, pod),
    leaves: (pod, ending) => {
      this.#leaving.set(pod, ending)
      // What went wrong is thrown by who waits for it.
      ending.then(
        () => this.#leaving.delete(pod),
        () => {},
      )
    },
    freeSlot: async slot => {
      const pod = this.#slots.get(slot)!
      this.#slots.delete(slot)
      if (pod.spec.workload.kind === 'Deployment') await pod.deleteVolume()
    },
    ready: pod => orAborted(pod.ready(), this.#stop),
    reload: files => writeFiles(this.#files, this.#fleet!, [...files]),
    reroute: () => this.#directory.reroute(),
    rename: () => this.#directory.rename(),
  }

  /** Those of a workload's pods that are there, with a slot or terminating: until its volume is gone, too, or a new pod of that name would lose it. */
  #ordinals(workload: string): Set<number> {
    const there = [...this.#slots.values(), ...this.#leaving.keys(), ...[...this.#pods].filter(p => p.up)]
    return new Set(there.filter(p => p.workload === workload).map(p => p.spec.ordinal))
  }

  async #newPods(specs: readonly PodSpec[]): Promise<ProcessPod[]> {
    const pods = specs.map(spec => this.#newPod(spec))
    for (const pod of pods) this.#pods.add(pod)
    // In namespaces nobody else can listen.
    if (this.#options.sandbox === 'none') await Promise.all(pods.map(p => assertFree(p.address)))
    await this.#network?.add(pods)
    return pods
  }

  #newPod(spec: PodSpec): ProcessPod {
    const { folder, recorder } = this.#options
    const address = this.#launches.address(spec)
    const volume = this.volumeFolder(spec.name)
    const pod = new ProcessPod({
      spec,
      address,
      volume,
      log: join(folder, 'pods', `${spec.name}.log`),
      recorder,
      busy: this.#busy,
      launch: async now => {
        const { argv, env, files } = this.#launches.launch(now, { name: spec.name, address, volume })
        await prepareVolume(volume, now.workload.template)
        const confined = await this.#confinement.confine(now, argv, files)
        return { ...confined, argv: this.#network?.inside(spec.name, confined.argv) ?? confined.argv, env }
      },
      onReady: () => void this.#directory.reroute().catch(() => {}),
      allowedBy: () => this.#deaths.allowedBy([spec.name]),
      onDeath: death => void this.#died(death),
    })
    // Where there is no power, nothing starts.
    if (spec.workload.zone && this.#zonesDown.has(spec.workload.zone)) pod.gate()
    return pod
  }

  get #files(): string {
    return join(this.#options.folder, 'config')
  }

  async mayDie(pods: readonly string[]): Promise<void> {
    this.#deaths.allow(pods)
  }

  async #died(death: Error | undefined): Promise<void> {
    if (death) this.#deaths.report(death)
    // Pods that break at the start die while the run already puts everything away: a gateway that has ended needs no routes.
    await this.#directory.reroute().catch(() => {})
  }

  volumeFolder(pod: string): string {
    return join(this.#options.scratch, 'volumes', pod)
  }

  logs(pod: string, lines = 50): Promise<string[]> {
    return this.#pod(pod).lastLines(lines)
  }

  injectDefect(defect: Defect | undefined): Promise<void> {
    return this.#gateway.inject(defect)
  }

  /** Kills everything at once: what a run wanted to know it has read by now. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#pods].map(p => p.kill()))
    await this.#confinement[Symbol.asyncDispose]()
    await Promise.all([this.#gateway.stop(), this.#prometheus?.stop(), this.#s3?.stop()])
    this.#addresses[Symbol.dispose]()
  }
}

const never = new AbortController().signal

const isTurn = (change: Change): boolean =>
  change.kind === 'roll' && change.pods.some(({ workload }) => workload.update.by === 'turns')

const targetOf = (fleet: string, { name, workload }: PodSpec, { host, ports }: PodAddress): Target => ({
  address: `${host}:${ports.http}`,
  labels: {
    pod: name,
    job: `${fleet}/${workload.name}`,
    component: workload.template.components.join(','),
    ...(workload.zone && { zone: workload.zone }),
  },
})
