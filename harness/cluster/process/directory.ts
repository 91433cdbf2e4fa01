import type { Fleet } from '../../fleet/fleet.ts'
import type { Recorder } from '../../history/recorder.ts'
import { systemClock } from '../../util/clock.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { PlaceNetwork } from './network.ts'
import type { ProcessPod } from './process-pod.ts'

interface DirectoryParts {
  gateway: Gateway
  /** Undefined where pods have no networks, and no names, of their own. */
  network: PlaceNetwork | undefined
  recorder: Recorder
  /** All pods that have a process or are about to, terminating ones too. */
  up(): ProcessPod[]
  /** Those that a fleet wants. */
  slots(): ProcessPod[]
  routes(): Fleet['routes']
}

/** Under which names pods are found, and to which of them the gateway leads: what Services are on Kubernetes. */
export class Directory {
  readonly #parts: DirectoryParts
  /** What the gateway was told last. */
  #routed = ''
  /** The last of the changes: they are made one after the other. */
  #last: Promise<void> = Promise.resolve()

  constructor(parts: DirectoryParts) {
    this.#parts = parts
  }

  /**
   * A Service of pods that need not be ready names a pod from its start until it has ended, as headless ones do.
   * @param starting pods that are not up yet, and look for the others by name at once
   */
  rename(starting: readonly ProcessPod[] = []): Promise<void> {
    return this.#inTurn(async () => {
      await this.#parts.network?.name([...new Set([...starting, ...this.#parts.up()])])
    })
  }

  /** Names, and then routes, as the pods are now. */
  async reroute(): Promise<void> {
    await this.rename()
    await this.#inTurn(() => this.#route())
  }

  /** Pods become ready and go at any moment, and what is decided first must not be written last. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#last = this.#last.catch(() => {}).then(act)
    return this.#last
  }

  /** Points each route at the pods of its workloads that are ready, in one switch. */
  async #route(): Promise<void> {
    const { gateway, recorder, slots, routes } = this.#parts
    // A Service leads to pods that are ready, and does not know of one that hangs before its probe fails.
    const running = slots().filter(p => p.serving)
    const serving = Object.entries(routes()).map(([name, { paths, workloads }]) => {
      const pods = running.filter(p => workloads.includes(p.workload))
      return { name, paths, backends: pods.map(p => ({ url: p.url, pod: p.name })) }
    })
    const wanted = JSON.stringify(serving)
    if (wanted === this.#routed) return
    this.#routed = wanted
    await gateway.setRoutes(Object.fromEntries(serving.map(({ name, ...served }) => [name, served])))
    recorder.record({
      type: 'route',
      at: systemClock.now(),
      routes: Object.fromEntries(serving.map(({ name, backends }) => [name, backends.map(b => b.pod)])),
    })
  }
}
