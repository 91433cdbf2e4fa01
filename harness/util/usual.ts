/** How long something usually takes, in seconds: from a fast machine to a slow one. */
export interface Usual {
  least: number
  most: number
}

/** Milliseconds between two lines about something that takes minutes. */
export const TELL_EVERY = 30_000

/** In words: `10 to 30 seconds`, `4 to 7 minutes`. */
export function usually({ least, most }: Usual): string {
  if (most <= 90) return range(Math.floor(least), Math.ceil(most), 'second')
  return range(Math.floor(least / 60), Math.ceil(most / 60), 'minute')
}

function range(least: number, most: number, unit: string): string {
  if (least === 0) return `up to ${counted(most, unit)}`
  return least === most ? counted(most, unit) : `${least} to ${counted(most, unit)}`
}

const counted = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`

/** One after the other. */
export const sumOf = (parts: readonly Usual[]): Usual => ({
  least: parts.reduce((sum, { least }) => sum + least, 0),
  most: parts.reduce((sum, { most }) => sum + most, 0),
})

/**
 * What people who wait are told: how long this usually takes, and how long all of it still takes.
 * @param passed seconds since it began.
 * @param later what comes after it, one after the other.
 */
export function forecast(now: Usual, passed: number, later: readonly Usual[]): string {
  const left = { least: Math.max(0, now.least - passed), most: Math.max(0, now.most - passed) }
  const all = sumOf([left, ...later])
  const told = passed > now.most ? `longer than usual (${usually(now)})` : `usually ${usually(now)}`
  if (later.length === 0) return told
  return `${told}; with what comes after it ${usually(all)} more`
}
