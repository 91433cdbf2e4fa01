import { reason } from '../../../util/errors.ts'
import { parseMatrix, toMs } from '../reads/answer.ts'
import { archivedValue, type Owner, timesOf } from './archived.ts'

/** How many samples of a chunk an answer holds, and how many that are not the chunk's: another value, another time, or twice. */
export interface Comparison {
  found: number
  wrong: number
  /** Samples of the wrong ones that are labelled as another tenant's; none where this is missing. */
  foreign?: number
  /** The answer could not be read. */
  error?: string
}

/** @param body an answer to a range selector over the chunk. */
export function compare(body: string, owner: Owner, chunk: number, made: number): Comparison {
  try {
    const times = timesOf(chunk, made)
    const seen = new Set<string>()
    let [wrong, foreign] = [0, 0]
    for (const { metric, values } of parseMatrix(body)) {
      if (metric.tenant !== owner) {
        wrong += values.length
        foreign += values.length
        continue
      }
      for (const [seconds, value] of values) {
        const tick = times.indexOf(toMs(seconds))
        const key = `${metric.series} ${tick}`
        const right = tick >= 0 && Number(value) === archivedValue(owner, Number(metric.series), chunk, tick)
        if (right && !seen.has(key)) seen.add(key)
        else wrong++
      }
    }
    return { found: seen.size, wrong, ...(foreign > 0 && { foreign }) }
  } catch (thrown) {
    return { found: 0, wrong: 0, error: `unreadable answer: ${reason(thrown)}` }
  }
}
