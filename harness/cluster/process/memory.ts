import { readFileSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** What a pod that died had no more memory of: the limit of its own, or the machine. */
export type OutOfMemory = 'limit' | 'machine'

/**
 * As Go's runtime says it, before it prints what every goroutine did. It may also fail where it wanted memory for itself, without a word: then the death is
 * one like any other.
 */
const SAID = /^(runtime: out of memory|fatal error: .*(out of memory|cannot allocate memory))/

/** How a process ended, and what is known of memory. */
interface Ending {
  /** `exit 2` or the signal. */
  how: string
  /** Its pod has a memory limit. */
  limited: boolean
  /** Its control group said that the kernel ended it for want of memory within its limit. */
  endedByLimit: boolean
  /** It said itself that it got no more memory. */
  said: boolean
  /** The kernel killed a program of this machine for want of memory while it lived. */
  kernelKilled: boolean
}

/** Of what memory a process ran out; undefined where it ended for another reason. */
export function ranOutOf({ how, limited, endedByLimit, said, kernelKilled }: Ending): OutOfMemory | undefined {
  // First: such an end is one of those that the kernel counts.
  if (endedByLimit) return 'limit'
  if (said) return limited ? 'limit' : 'machine'
  return how === 'SIGKILL' && kernelKilled ? 'machine' : undefined
}

/** Watches what a process that is about to start will say of memory, and what the kernel does meanwhile. @param log of the pod, with what others have said before */
export async function watchMemory(
  log: string,
  limited: boolean,
): Promise<(how: string, endedByLimit: boolean) => Promise<OutOfMemory | undefined>> {
  const start = await stat(log).then(
    file => file.size,
    () => 0,
  )
  const before = kernelKills()
  return async (how, endedByLimit) =>
    ranOutOf({ how, limited, endedByLimit, said: await says(log, start), kernelKilled: kernelKills() > before })
}

/** How often the kernel has killed a program for want of memory since it was booted; 0 where it does not say. */
export function kernelKills(read = () => readFileSync('/proc/vmstat', 'latin1')): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(read())?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Whether a log says from a byte on that there was no more memory. */
async function says(log: string, start: number): Promise<boolean> {
  const file = await open(log).catch(() => undefined)
  if (!file) return false
  try {
    for await (const line of file.readLines({ start, autoClose: false })) if (SAID.test(line)) return true
    return false
  } finally {
    await file.close()
  }
}
