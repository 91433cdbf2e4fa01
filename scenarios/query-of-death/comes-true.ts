const EVERY = 100

/** Looks again and again, for so many milliseconds at most. @returns whether it was true in the end */
export async function comesTrue(
  look: () => boolean | Promise<boolean>,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  for (const end = Date.now() + ms; ; ) {
    if (await look()) return true
    if (Date.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, EVERY))
    signal.throwIfAborted()
  }
}
