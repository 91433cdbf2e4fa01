import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second in proc(5), on every Linux that Node runs on. */
const HERTZ = 100

/** Seconds of CPU: of this process, and of all processes that it can see, those that ended and were waited for included. */
export interface CpuSeconds {
  own: number
  all: number
}

/**
 * Adds up the CPU of everything in /proc. In namespaces of its own that is exactly the run; elsewhere, and where there is no /proc,
 * `all` says nothing about the run.
 */
export function cpuSeconds(): CpuSeconds {
  const { user, system } = process.cpuUsage()
  const own = (user + system) / 1e6
  try {
    const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
    return { own, all: pids.reduce((sum, pid) => sum + ticksOf(pid), 0) / HERTZ }
  } catch {
    return { own, all: own }
  }
}

/** utime, stime, cutime and cstime are the 12th to 15th field behind the command in parentheses. */
function ticksOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0)
  } catch {
    return 0
  }
}
