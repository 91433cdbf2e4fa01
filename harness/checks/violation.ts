import type { Evidence } from '../history/verdict.ts'

/** Something that an assertion is not true of. */
export interface Violation extends Evidence {
  /** Why it proves nothing; left out: it does. */
  doubt?: string
}

/** ` of job store, route items`; empty where there are no labels. */
export const shownLabels = (labels: Readonly<Record<string, string>>): string => {
  const own = Object.entries(labels).map(([name, value]) => `${name} ${value}`)
  return own.length === 0 ? '' : ` of ${own.join(', ')}`
}

/** A value with six digits at most, as Prometheus prints numbers. */
export const shownValue = (value: number): string =>
  String(Number.isInteger(value) ? value : Number(value.toPrecision(6)))
