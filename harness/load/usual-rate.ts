import { MOST_SERIES } from './bounds.ts'

/** Samples a second that each core carries beside what is tested, and samples in a write request. */
const PER_CORE = 1500
const PER_REQUEST = 15
/** The machine on which these figures were measured. */
export const MEASURED_CORES = 2
/** A run on fewer cores has as much to do; one process writes all of it, so that more cores than this make no more. */
const CORES = { least: MEASURED_CORES, most: 4 }
/** Write requests of a tenant a second, at least: with fewer, a gap of half a second would not be seen. */
const LEAST_REQUESTS = 4

/** Samples a second, all tenants together, on a machine with so many cores: 3,000 on two. */
export const usualRate = (cores: number): number =>
  PER_CORE * Math.min(CORES.most, Math.max(CORES.least, Math.floor(cores)))

/** Write requests a second that carry so many samples. */
const requestsAt = (rate: number): number => Math.ceil(rate / PER_REQUEST)

/** How the rate of a machine with so many cores comes about, in words, with what it costs where that was measured. */
export const rateInWords = (cores: number): string =>
  [
    `this machine carries ${usualRate(cores).toLocaleString('en-US')} samples/s in ${requestsAt(usualRate(cores))} write requests/s (${cores} cores)`,
    `${PER_CORE.toLocaleString('en-US')} for each core from ${CORES.least} to ${CORES.most}`,
    'measured on 2 cores: 3,000 take 12 % of a core and 200 MB of the harness',
    '--rate sets another',
  ].join('; ')

/** What each of so many tenants writes, so that all together come to that rate (samples a second) or little more: a sample a second of each series. */
export function loadAt(rate: number, tenants: number): { series: number; writesPerSecond: number } {
  const writesPerSecond = Math.max(LEAST_REQUESTS, Math.ceil(rate / PER_REQUEST / tenants))
  return { series: Math.min(MOST_SERIES, PER_REQUEST * writesPerSecond), writesPerSecond }
}
