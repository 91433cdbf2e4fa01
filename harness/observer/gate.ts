import { type PromQL, promql } from './promql.ts'

/** What the samples of an instant vector must be. */
export interface Predicate {
  /** In words: `= 3`. */
  words: string
  holds(value: number): boolean
}

export const equals = (n: number): Predicate => ({ words: `= ${n}`, holds: v => v === n })
export const atLeast = (n: number): Predicate => ({ words: `>= ${n}`, holds: v => v >= n })
export const above = (n: number): Predicate => ({ words: `> ${n}`, holds: v => v > n })
export const below = (n: number): Predicate => ({ words: `< ${n}`, holds: v => v < n })

/** Stands in a gate's expression for when the running step began: seconds since the Unix epoch. */
const STEP_BEGIN = '$step_begin'

/** An expression as it is asked in a step that began then. @param begin milliseconds since the Unix epoch */
export const inStep = (expr: string, begin: number): string => expr.replaceAll(STEP_BEGIN, (begin / 1000).toFixed(3))

/** A condition in PromQL that must hold before a scenario goes on. */
export interface Gate {
  /** `$step_begin` in it is when the running step began: seconds since the Unix epoch. */
  expr: PromQL
  /** Every sample of the answer must satisfy it, and there must be at least one. */
  wants: Predicate
  /**
   * A selector of targets, e.g. `{component="store"}`: every one of them must have been scraped since the gate began to wait. An empty
   * answer, or an old one, is not zero.
   */
  scraped: PromQL
  /** Milliseconds. */
  deadline: number
  /** Looks at samples of these pods only, where a document's expression gives more than it speaks of. */
  pods?: RegExp
}

/**
 * @param expr may refer to the running step's begin, in seconds since the Unix epoch: `process_start_time_seconds > $step_begin`
 * @param scraped a label selector; `up` is put before it.
 * @param pods only samples whose label `pod` or `job` matches count.
 * @throws UsageError when an expression is not PromQL.
 */
export function gate(expr: string, wants: Predicate, scraped: string, deadline = 30_000, pods?: RegExp): Gate {
  promql(inStep(expr, 0))
  return { expr: expr as PromQL, wants, scraped: promql(`up${scraped}`), deadline, ...(pods && { pods }) }
}

/**
 * Seconds by which a program may tell its start too early: it adds up the time since the machine's boot and the boot itself, which the kernel tells in whole
 * seconds (proc(5), btime).
 */
const EARLY = 1

/**
 * These pods have started since the running step began, or up to a second before: each is a new one, or was restarted.
 * @param pods a label selector: `{component="store"}`
 */
export const started = (pods: string, deadline?: number): Gate =>
  gate(`(process_start_time_seconds${pods} + ${EARLY} - $step_begin) or (0 * up${pods} - 1)`, above(0), pods, deadline)

/**
 * Each of these pods has counted something since the running step began, or since it started after that.
 * @param counter its name, and what else must be selected: `requests_total{code="200"}`. Its labels have to tell pods apart.
 * @param pods a label selector: `{component="store"}`
 */
export const counted = (counter: string, pods: string, deadline?: number): Gate => {
  const now = `sum by (pod) (${counter} and on (pod) up${pods})`
  const then = `sum by (pod) (${counter} @ $step_begin and on (pod) up${pods})`
  const fresh = `(max by (pod) (process_start_time_seconds${pods}) + ${EARLY} > $step_begin)`
  // What was counted before counts for nothing, and what a pod that is new has counted is all of it.
  const grown = `(${now} and ${fresh}) or (${now} - ${then}) or ${now}`
  return gate(`(${grown}) or (0 * sum by (pod) (up${pods}))`, above(0), pods, deadline)
}
