import type { HistoryEvent } from '../history/events.ts'

/**
 * Which part of the CPUs of the machine was in use between two moments (ms), whoever used them. It is not pressure: pods that wait since they have reached a limit of
 * their own leave the CPUs to others. Undefined where nobody looked.
 */
export function usedShare(events: readonly HistoryEvent[], from: number, to: number): number | undefined {
  const looks = events.filter(e => e.type === 'cpu-use').filter(e => e.from >= from && e.to <= to)
  const capacity = looks.reduce((sum, e) => sum + e.use.cpus * (e.to - e.from), 0)
  if (capacity === 0) return undefined
  const total = (by: Readonly<Record<string, number>>) => Object.values(by).reduce((sum, ms) => sum + ms, 0)
  const used = looks.reduce(
    (sum, { use }) => sum + total(use.pods) + total(use.instruments) + use.outside + use.stolen,
    0,
  )
  return used / capacity
}
