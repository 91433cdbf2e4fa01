import type { Bound } from '../history/assertion.ts'
import type { CheckName, PathName } from '../history/signal.ts'
import { promql } from './promql.ts'

/** Stands in an assertion's expression for how far it looks back: seconds in a run, minutes for an operator. */
const WINDOW = '$window'
/** Stands in it for the time from the run's begin to its end. */
const RUN = '$run'

/** A condition in PromQL that the metrics of a run must meet: outside of faults at each moment, or once the load is over. */
export interface AssertionSpec {
  /** What is asserted, in a sentence without its end: `no request fails by a fault of the server`. */
  asserts: string
  /** It must give a series where nothing is wrong, too: an empty answer is not zero. `$window` and `$run` stand in it for lengths of time. */
  expr: string
  bound: Bound
  /** A label selector of the pods whose counters it sums: `{component="store"}`. */
  pods: string
  /** Beyond the bound the run is invalid only where one of these checks is, too, and unknown elsewhere. Left out: it is invalid by itself. */
  onlyWith?: readonly CheckName[]
  /** Paths whose objectives it is like: in a step that has objectives of its own for one of them it is not judged. */
  paths?: readonly PathName[]
  /** The label that names the tenant. */
  tenant?: string
  alert: AlertSpec
}

/** The same for an operator, who watches it during the real change. */
export interface AlertSpec {
  severity: 'critical' | 'warning'
  /** In place of the expression where its bound is what clients of a run know: what must not be greater than 0. */
  expr?: string
  /** Input of the alert's tests, as promtool has it: values by series, one each 15 s. The alert is looked at after 5 minutes. */
  fires: { series: Readonly<Record<string, string>>; labels: Readonly<Record<string, string>> }
  silent: Readonly<Record<string, string>>
}

/** Assertions by their ids, in kebab-case. */
export type Assertions = Readonly<Record<string, AssertionSpec>>

/** An expression for lengths of time, as PromQL has them: `5s`. */
export const lasting = (expr: string, window: string, run = window): string =>
  expr.replaceAll(WINDOW, window).replaceAll(RUN, run)

/** @throws UsageError when an expression is not PromQL. */
export function checkExpressions({ expr, pods, alert }: AssertionSpec): void {
  promql(lasting(expr, '5s'))
  promql(`up${pods}`)
  if (alert.expr !== undefined) promql(lasting(alert.expr, '5s'))
}

/**
 * By how much a counter has grown in the window. `increase` does not see the first value of a series, so the first failure of a kind would be none. A counter
 * that began anew, or is new, has grown by all that it has. A scrape that failed ends a series, so what it had before is looked for over 5 minutes.
 * @param counter a selector: `requests_total{code="500"}`
 */
export const growth = (counter: string): string =>
  `((${counter} - last_over_time(${counter}[5m] offset ${WINDOW})) >= 0 or ${counter} + 0)`

/**
 * All that a counter has counted in the run, also in pods that are gone: the sum of its steps from second to second, scraped each second. What a pod counted
 * after its last scrape is missing.
 * @param counter a selector: `samples_total{component="store"}`
 */
export const total = (counter: string): string =>
  `sum_over_time(((${counter} - last_over_time(${counter}[1m] offset 1s)) >= 0 or ${counter} + 0)[${RUN}:1s])`
