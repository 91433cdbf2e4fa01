import { readFileSync } from 'node:fs'
import type { CpuUse } from '../history/events.ts'
import type { Recorder } from '../history/recorder.ts'
import { type Clock, systemClock } from '../util/clock.ts'
import { CpuHolders, type HeldBy, together } from './cpu-holders.ts'

/** Milliseconds between two looks. */
const INTERVAL = 100
/** Milliseconds after which it is told who had the CPUs, pressure or not: what a pod needs in the steady state is known by that. */
const REPORT = 1000
/** Shares of an interval below this are not worth a line. */
const WORTH = 0.1

/** Milliseconds since boot in which some program waited for a CPU, and in which the hypervisor had taken one away. */
export interface Waits {
  waiting: number
  stolen: number
}

/** Reads the kernel's counters; undefined where it has none (no Linux, or a kernel without pressure stall information). */
export function readWaits(read: (path: string) => string = path => readFileSync(path, 'latin1')): Waits | undefined {
  try {
    const some = /^some .*total=(\d+)/m.exec(read('/proc/pressure/cpu'))?.[1]
    const fields = /^cpu +(.*)$/m.exec(read('/proc/stat'))?.[1]?.split(' ')
    // Microseconds in the one file, hundredths of a second in the eighth field of the other (proc(5)).
    return some && fields ? { waiting: Number(some) / 1000, stolen: Number(fields[7] ?? 0) * 10 } : undefined
  } catch {
    return undefined
  }
}

/** How much of an interval some program waited for a CPU: at most all of it, however many programs waited. */
export const pressureBetween = (before: Waits, after: Waits, interval: number): number =>
  Math.min(interval, after.waiting - before.waiting + (after.stolen - before.stolen))

/**
 * Records who had the CPUs each second, and when the machine had too few of them. Where the kernel does not say, nothing is recorded and nothing is
 * excused.
 */
export function watchCpuPressure(
  recorder: Recorder,
  pods: () => readonly HeldBy[],
  clock: Clock = systemClock,
): Disposable {
  const holders = new CpuHolders(pods)
  let told: CpuUse | undefined
  let last = { at: clock.now(), waits: readWaits() }
  let reported = last.at
  const look = () => {
    const now = { at: clock.now(), waits: readWaits() }
    const use = holders.since()
    told = told && use ? together(told, use) : use
    if (last.waits && now.waits) {
      const ms = pressureBetween(last.waits, now.waits, now.at - last.at)
      if (ms >= WORTH * (now.at - last.at)) {
        recorder.record({
          type: 'cpu-pressure',
          from: last.at,
          to: now.at,
          ms: Math.round(ms),
          ...(use !== undefined && { use }),
        })
      }
    }
    last = now
    if (now.at - reported < REPORT) return
    if (told) recorder.record({ type: 'cpu-use', from: reported, to: now.at, use: told })
    told = undefined
    reported = now.at
  }
  const timer = setInterval(look, INTERVAL)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
