import { count } from '../../../checks/explain.ts'
import type { HistoryEvent, Ticks } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { replicasOf } from './replicas.ts'

/** Samples of some series of a stripe. */
interface Samples {
  tenant: number
  stripe: number
  series: readonly number[]
  ticks: Ticks
}

/**
 * How many of some samples each zone alone has, with the pods that answered for it: those that should hold them.
 * @returns undefined where no zone was asked, or nothing of the stripe was acked
 */
export function zonesSay(run: RunInfo, events: readonly HistoryEvent[]): (samples: Samples) => string | undefined {
  const replicas = replicasOf(run, events)
  return ({ tenant, stripe, series, ticks: [from, to] }) => {
    const holdings = replicas?.holdings.find(h => h.tenant === tenant && h.stripe === stripe)
    if (!replicas || !holdings) return undefined
    const wanted = new Set(series)
    const has = (zone: number, how: 'held' | 'wrong') =>
      holdings.alike.reduce((sum, { series: own, [how]: there }) => {
        const ticks = there[zone]!.subarray(from, to + 1).reduce((n, is) => n + is, 0)
        return sum + ticks * own.filter(s => wanted.has(s)).length
      }, 0)
    const said = (zone: number) => {
      const wrong = has(zone, 'wrong')
      return `has ${count(has(zone, 'held'))} of them${wrong > 0 ? `, and ${count(wrong)} with another value` : ''}`
    }
    return replicas.zones
      .map(({ zone, pods, error }, i) =>
        error === undefined ? `${zone} (${pods.join(', ')}) ${said(i)}` : `${zone} was not asked`,
      )
      .join(', ')
  }
}
