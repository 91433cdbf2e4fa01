import { parser } from '@prometheus-io/lezer-promql'
import { UsageError } from '../util/errors.ts'

/** A PromQL expression that has been parsed. */
export type PromQL = string & { readonly promql: unique symbol }

/**
 * Checks the syntax of a PromQL expression by Prometheus' own grammar, when a scenario is loaded rather than in its tenth minute.
 * @throws UsageError with the place of the first error.
 */
export function promql(expr: string): PromQL {
  let at: number | undefined
  parser.parse(expr).iterate({
    enter: node => {
      if (node.type.isError && at === undefined) at = node.from
    },
  })
  if (expr.trim() === '') at = 0
  if (at !== undefined) {
    const shown = `${expr.slice(0, at)}<here>${expr.slice(at)}`
    throw new UsageError(`not PromQL, at character ${at + 1}: ${shown}`, 'correct the expression in the scenario')
  }
  return expr as PromQL
}
