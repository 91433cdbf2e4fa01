import type { HistoryEvent } from '../history/events.ts'
import type { VerdictFile } from '../history/verdict.ts'

/** Expressions that the document which the scenario follows prints, and a real Prometheus refused, in the order in which they were tried. */
export const misprintsOf = (events: readonly HistoryEvent[]): VerdictFile['misprints'] =>
  events
    .filter(e => e.type === 'document')
    .flatMap(({ where, expr, refusal }) => (refusal === undefined ? [] : [{ where, expr, refusal }]))
