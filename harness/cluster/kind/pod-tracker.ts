import type { Fleet } from '../../fleet/fleet.ts'
import type { PodEvent } from '../../history/events.ts'
import type { Recorder } from '../../history/recorder.ts'
import { systemClock } from '../../util/clock.ts'
import { Deaths } from '../deaths.ts'
import { PodDied } from '../process/pod-died.ts'
import { saveLastLog, saveLog } from './evidence.ts'
import type { Kubernetes } from './kubernetes.ts'
import { Looks } from './looks.ts'
import { podChanges } from './pod-changes.ts'
import { isStateful, type ReplicaSlot, type SeenPod, seen, slotPods } from './replica-slots.ts'

/** Milliseconds between two looks at all pods. */
const INTERVAL = 1000
/** Log lines that the word of a pod's death carries. */
const LAST_LINES = 50

/** Which pod is in which slot: looks at all pods of the namespace again and again, and records what happens to them. */
export class PodTracker implements Disposable {
  /** Deaths of pods that had been ready and that nobody had killed. */
  readonly deaths = new Deaths()
  /** Pods that the harness took down, by slot, as they were. Their slots wait for them. */
  readonly down = new Map<string, SeenPod>()
  /** Slots whose pods are frozen. */
  readonly paused = new Set<string>()
  readonly #kubernetes: Pick<Kubernetes, 'pods' | 'log'>
  readonly #looks: Looks
  readonly #recorder: Recorder
  readonly #folder: string
  /** Containers that the harness killed. */
  readonly #killed = new Set<string>()
  /** How often a pod of this name was told to stop. */
  readonly #stopped = new Map<string, number>()
  #fleet: Fleet | undefined
  #slots: readonly ReplicaSlot[] = []
  #pods: readonly SeenPod[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(kubernetes: Pick<Kubernetes, 'pods' | 'log'>, recorder: Recorder, folder: string) {
    this.#kubernetes = kubernetes
    this.#recorder = recorder
    this.#folder = folder
    this.#looks = new Looks(recorder, INTERVAL)
  }

  /** From now on these are the slots. */
  slot(fleet: Fleet): void {
    this.#fleet = fleet
    this.#slots = slotPods(fleet, this.#slots, this.#own())
    this.#timer ??= setInterval(() => this.#looks.tick(() => this.#take()), INTERVAL).unref()
  }

  get slots(): readonly ReplicaSlot[] {
    return this.#slots
  }

  /** Every pod of the namespace, the fleet's or not. */
  get pods(): readonly SeenPod[] {
    return this.#pods
  }

  /** By the pod's name or its slot's. @throws Error when there is none. */
  find(name: string): ReplicaSlot {
    const slot = this.#slots.find(s => s.spec.name === name || s.pod?.name === name)
    if (slot) return slot
    throw new Error(`no pod ${name}; there are ${this.#slots.map(s => s.spec.name).join(', ')}`)
  }

  /** The nodes on which the pods of these zones are. */
  nodesOf(zones: readonly string[]): string[] {
    const nodes = this.#slots.flatMap(({ spec, pod }) =>
      spec.workload.zone && zones.includes(spec.workload.zone) && pod?.node ? [pod.node] : [],
    )
    return [...new Set(nodes)]
  }

  /** Looks at all pods now; a look that is under way is finished first. */
  look(): Promise<void> {
    return this.#looks.take(() => this.#take())
  }

  /** @returns pods that ended, or were started again more than once: they may have died unseen */
  async #take(): Promise<string[]> {
    const pods = (await this.#kubernetes.pods()).map(seen)
    const before = this.#own()
    this.#pods = pods
    if (!this.#fleet) return []
    const held = new Set(this.down.keys())
    const fresh = slotPods(this.#fleet, this.#slots, this.#own())
    // A slot whose pod was taken down keeps it in mind: whoever Kubernetes puts there is not it.
    this.#slots = fresh.map(s => (held.has(s.spec.name) && !isStateful(s.spec) ? { ...s, pod: undefined } : s))
    const changes = podChanges(before, this.#own(), this.#killed)
    for (const { pod, phase, detail } of changes) {
      if (phase === 'died') await this.#died(pod, detail, before.find(p => p.uid === pod.uid)?.ready === true)
      else this.record(pod, phase, detail)
      if (phase === 'stopping') void this.#keepLog(pod).catch(() => {})
    }
    const restarts = new Map(before.map(p => [p.uid, p.restarts]))
    const again = this.#own().filter(p => p.restarts - (restarts.get(p.uid) ?? p.restarts) > 1)
    return [...changes.filter(c => c.phase === 'exited').map(c => c.pod), ...again].map(p => p.name)
  }

  /** The harness is about to kill this pod: nobody is to be surprised, and its log is kept, since Kubernetes keeps none of a deleted pod. */
  async expectDeath({ pod }: ReplicaSlot): Promise<void> {
    if (!pod) return
    if (pod.container) this.#killed.add(pod.container)
    await saveLog(this.#kubernetes, pod.name, this.#folder, '.killed')
  }

  /** Kubernetes keeps no log of a pod that is gone, and a migration replaces most of them. */
  async #keepLog({ name, container }: SeenPod): Promise<void> {
    if (container && this.#killed.has(container)) return
    const times = (this.#stopped.get(name) ?? 0) + 1
    this.#stopped.set(name, times)
    await saveLastLog(this.#kubernetes, name, this.#folder, times === 1 ? '.stopped' : `.stopped-${times}`)
  }

  #own(): SeenPod[] {
    const workloads = new Set(this.#fleet?.workloads.map(w => w.name))
    return this.#pods.filter(p => workloads.has(p.workload))
  }

  /** One that had never been ready is only restarted: a pod may wait so for what it needs. */
  async #died(pod: SeenPod, detail: string | undefined, wasReady: boolean): Promise<void> {
    const at = systemClock.now()
    const workload = this.#fleet?.workloads.find(w => w.name === pod.workload)
    const slot = this.#slots.find(s => s.pod?.uid === pod.uid)?.spec.name
    const allowedBy = this.deaths.allowedBy([pod.name, ...(slot === undefined ? [] : [slot])])
    // Without a limit of its own it is the node that had no more.
    const outOfMemory = workload?.template.limits?.memory === undefined ? 'machine' : 'limit'
    // Until it is started again, its log is that of the container that ended.
    const which = { lines: LAST_LINES, previous: pod.running }
    const text = await this.#kubernetes.log(pod.name, which).catch(() => '')
    const lines = text.trimEnd().split('\n')
    this.record(pod, 'died', detail, {
      at,
      lines,
      ...(pod.outOfMemory && { outOfMemory }),
      ...(allowedBy !== undefined && { allowedBy }),
    })
    if (wasReady && allowedBy === undefined)
      this.deaths.report(new PodDied(pod.name, detail ?? 'it ended', lines, `pods/${pod.name}.before-restart.log`))
  }

  /** Writes down what happened to a pod just now. */
  record(
    pod: SeenPod,
    phase: PodEvent['phase'],
    detail?: string,
    more: Partial<Omit<PodEvent, 'type' | 'phase'>> = {},
  ): void {
    const workload = this.#fleet?.workloads.find(w => w.name === pod.workload)
    this.#recorder.record({
      type: 'pod',
      pod: pod.name,
      component: workload?.template.components.join(',') ?? pod.workload,
      ...(workload?.zone && { zone: workload.zone }),
      phase,
      at: systemClock.now(),
      ...(detail !== undefined && { detail }),
      ...more,
    })
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
