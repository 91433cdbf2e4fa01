/** Deaths of pods: those that end the steps of a run, and those that the running step may cause. */
export class Deaths {
  /** Rejects with the first death that no step allows; never resolves. */
  readonly unexpected: Promise<never>
  readonly report: (death: Error) => void
  #allowed: readonly string[] = []

  constructor() {
    const { promise, reject } = Promise.withResolvers<never>()
    promise.catch(() => {})
    this.unexpected = promise
    this.report = reject
  }

  /** From now on, and until the next call, these pods and no others may die. */
  allow(pods: readonly string[]): void {
    this.#allowed = pods
  }

  /** The name by which a pod may die now, of those that it has; undefined where it may not. */
  allowedBy(names: readonly string[]): string | undefined {
    return this.#allowed.find(name => names.includes(name))
  }
}
