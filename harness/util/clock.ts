/** Where time comes from; tests give their own so that a wait can be tested without waiting. All times are milliseconds. */
export interface Clock {
  /** Milliseconds since the Unix epoch. Never goes back, even when the wall clock is set. */
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Wall time at the start of the process plus the monotonic clock since: comparable with the subject's times, and never jumping. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal?.addEventListener('abort', stop, { once: true })
    }),
}
