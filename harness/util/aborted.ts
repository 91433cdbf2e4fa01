/** What a promise comes to, or the reason of the abort, whichever is first. What was going on goes on. */
export async function orAborted<T>(acting: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>()
  const stop = () => stopped.reject(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([acting, stopped.promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
