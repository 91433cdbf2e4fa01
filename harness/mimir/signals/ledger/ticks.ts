import type { Ticks } from '../../../history/events.ts'

/** The same ticks as ascending ranges that neither overlap nor touch. */
export function union(ranges: readonly Ticks[]): Ticks[] {
  const merged: Ticks[] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** What remains of ascending ranges without others, which are ascending, too. */
export function without(ranges: readonly Ticks[], taken: readonly Ticks[]): Ticks[] {
  return ranges.flatMap(([first, last]) => {
    const rest: Ticks[] = []
    let next = first
    for (const [from, to] of taken) {
      if (next <= Math.min(from - 1, last)) rest.push([next, Math.min(from - 1, last)])
      next = Math.max(next, to + 1)
    }
    if (next <= last) rest.push([next, last])
    return rest
  })
}

/** The maximal ranges of ticks below `size` of which something holds, ascending. */
export function runsOf(size: number, holds: (tick: number) => boolean): Ticks[] {
  const runs: Ticks[] = []
  let from = -1
  for (let tick = 0; tick <= size; tick++) {
    const inside = tick < size && holds(tick)
    if (inside && from < 0) from = tick
    if (!inside && from >= 0) {
      runs.push([from, tick - 1])
      from = -1
    }
  }
  return runs
}
