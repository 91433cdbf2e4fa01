import { reason } from '../../../util/errors.ts'
import { parseMatrix, toMs } from '../reads/answer.ts'
import { archivedValue, timesOf } from './archived.ts'

/** How many samples of a chunk an answer holds, and how many that are not the chunk's: another value, another time, or twice. */
export interface Comparison {
  found: number
  wrong: number
  /** The answer could not be read. */
  error?: string
}

/** @param body an answer to a range selector over the chunk. */
export function compare(body: string, chunk: number, made: number): Comparison {
  try {
    const times = timesOf(chunk, made)
    const seen = new Set<string>()
    let wrong = 0
    for (const { metric, values } of parseMatrix(body)) {
      for (const [seconds, value] of values) {
        const tick = times.indexOf(toMs(seconds))
        const key = `${metric.series} ${tick}`
        const right = tick >= 0 && Number(value) === archivedValue(Number(metric.series), chunk, tick)
        if (right && !seen.has(key)) seen.add(key)
        else wrong++
      }
    }
    return { found: seen.size, wrong }
  } catch (thrown) {
    return { found: 0, wrong: 0, error: `unreadable answer: ${reason(thrown)}` }
  }
}
