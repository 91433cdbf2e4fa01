import type { Requests } from '../../fleet/fleet.ts'
import { CPU_PERIOD } from '../../util/cpu-period.ts'
import type { Parent, Resource } from './control-groups.ts'

/** One line to write into a file of a control group. What is `optional` is not everywhere. */
export interface Setting {
  file: string
  value: string
  optional?: true
}

/** Microseconds in which a group may use its CPU time. */
const PERIOD = 1000 * CPU_PERIOD

/** What limits a resource of a group. @param amount cores or bytes. Swap is no memory, as with Kubernetes. */
export const settingsOf = (resource: Resource, { version }: Parent, amount: number): Setting[] =>
  table[resource][version](amount)

const table: Readonly<Record<keyof Requests, Record<Parent['version'], (amount: number) => Setting[]>>> = {
  cpu: {
    1: cores => [
      { file: 'cpu.cfs_period_us', value: String(PERIOD) },
      { file: 'cpu.cfs_quota_us', value: String(Math.round(cores * PERIOD)) },
    ],
    2: cores => [{ file: 'cpu.max', value: `${Math.round(cores * PERIOD)} ${PERIOD}` }],
  },
  memory: {
    1: bytes => [
      { file: 'memory.limit_in_bytes', value: String(bytes) },
      { file: 'memory.memsw.limit_in_bytes', value: String(bytes), optional: true },
    ],
    2: bytes => [
      { file: 'memory.max', value: String(bytes) },
      { file: 'memory.swap.max', value: '0', optional: true },
    ],
  },
}

/** Files that say whether the kernel has ended a process of a group because the group wanted more than its limit. */
export const oomFiles: Readonly<Record<Parent['version'], readonly string[]>> = {
  1: ['memory.oom_control', 'memory.max_usage_in_bytes', 'memory.limit_in_bytes'],
  2: ['memory.events'],
}

/**
 * The same by their text, in that order. A process that ended because the machine had no memory left reached no limit. Version 1 is asked how far the
 * group came: it does not count how often it was refused more (memory.failcnt) in every kernel.
 */
export function ranOutOfMemory(
  version: Parent['version'],
  [events = '', most = '', limit = '']: readonly string[],
): boolean {
  const count = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(events)?.[1] ?? 0)
  const reached = version === 1 ? Number(most) >= 0.99 * Number(limit) : count('oom') > 0
  return reached && count('oom_kill') > 0
}
