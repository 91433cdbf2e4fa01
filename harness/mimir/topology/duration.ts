import { UsageError } from '../../util/errors.ts'
import type { Yaml } from './topology.ts'

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/**
 * Milliseconds of a duration as Mimir writes it: Go's (`1h30m0s`, `250ms`) or Prometheus' (`13h`, `2d`); `0` alone is zero.
 * @throws UsageError for anything else.
 */
export function milliseconds(duration: Yaml): number {
  const text = String(duration)
  if (text === '0') return 0
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(text)) {
    throw new UsageError(`"${text}" is not a duration`, 'write it as Mimir does, for example 90s, 1m30s or 13h')
  }
  let sum = 0
  for (const [, number, unit] of text.matchAll(/([\d.]+)(ms|s|m|h|d|w)/g)) sum += Number(number) * units[unit!]!
  return sum
}
