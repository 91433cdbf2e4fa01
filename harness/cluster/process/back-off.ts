/** Milliseconds between a crash and the next start, as the kubelet waits (pkg/kubelet/kubelet.go: backOffPeriod, MaxContainerBackOff). */
const FIRST = 10_000
const LONGEST = 300_000
/** Milliseconds after which a program that ran is forgiven its crashes. */
const FORGIVEN = 600_000

/** How long a crashed program waits for its next start: not at all at first, then twice as long each time. */
export class BackOff {
  #crashes = 0

  /** @param ran milliseconds from its start to its crash */
  next(ran: number): number {
    if (ran >= FORGIVEN) this.#crashes = 0
    const wait = this.#crashes === 0 ? 0 : Math.min(LONGEST, FIRST * 2 ** (this.#crashes - 1))
    this.#crashes++
    return wait
  }
}
