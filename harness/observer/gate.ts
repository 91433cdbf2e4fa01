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

/** A condition in PromQL that must hold before a scenario goes on. */
export interface Gate {
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
 * @param scraped a label selector; `up` is put before it.
 * @param pods only samples whose label `pod` or `job` matches count.
 * @throws UsageError when an expression is not PromQL.
 */
export function gate(expr: string, wants: Predicate, scraped: string, deadline = 30_000, pods?: RegExp): Gate {
  return { expr: promql(expr), wants, scraped: promql(`up${scraped}`), deadline, ...(pods && { pods }) }
}
