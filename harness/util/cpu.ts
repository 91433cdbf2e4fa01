import { HERTZ, processStats } from './processes.ts'

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
  const seen = processStats()
  const all = seen.reduce((sum, { ticks }) => sum + ticks.own + ticks.children, 0) / HERTZ
  return { own, all: seen.length === 0 ? own : all }
}
