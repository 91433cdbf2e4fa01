import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { STEADY_STATE } from '../history/steady-state-step.ts'
import type { Evidence } from '../history/verdict.ts'
import { answeredBy } from './answered.ts'
import { clock, count, counted, during, span } from './explain.ts'
import { commonError, type Lane, type Operation } from './lanes.ts'
import { spacingOn } from './path-availability.ts'
import type { Stretch } from './phases.ts'
import type { SlowStream } from './slow-streams.ts'
import { least } from './statistics.ts'
import type { Window } from './windows.ts'

export type Describer = ReturnType<typeof describer>

/** Puts windows and errors into words: path, tenant, clock times, bounds, the commonest error, the step and fault at that moment. */
export function describer(run: RunInfo, events: readonly HistoryEvent[]) {
  const when = during(events)
  const tenantOf = (lane: Lane) => run.tenants[lane.tenant]!

  return {
    window: (lane: Lane, window: Window) => gap('window', lane, window, ''),

    uncertain: (lane: Lane, window: Window) =>
      gap('uncertain', lane, window, `; ${window.because}, so this proves nothing`),

    untold: (lane: Lane, window: Window) => asUntold(gap('untold', lane, window, ''), window.because!),

    unobserved: (lane: Lane, window: Window) =>
      gap('unobserved', lane, window, '; nothing was due, so this proves nothing'),

    /** `instant of tenant-b, during step "roll zone-a"` */
    where: (lane: Lane, { from, to }: Window): string => `${lane.path} of ${tenantOf(lane)}, ${when(from, to)}`,

    doubt: (lane: Lane, { ms, of }: { ms: number; of: number }): Evidence => ({
      kind: 'doubt',
      text: `${lane.path} of ${tenantOf(lane)}: ${span(ms)} of ${span(of)} could not be measured, which is too much for a verdict (a larger machine, fewer runs side by side, or --load light)`,
      tenant: tenantOf(lane),
      data: { path: lane.path, ms: Math.round(ms), of: Math.round(of) },
    }),

    errors(lane: Lane, failed: readonly Operation[]): Evidence {
      const first = failed[0]!
      const last = failed.at(-1)!
      const share = `${count(failed.length)} of ${counted(lane.operations.length, 'operation')} failed outside of any window`
      return {
        kind: 'errors',
        text: `${lane.path} of ${tenantOf(lane)}: ${share}, ${error(failed)}; first at ${clock(first.due)}, ${when(first.due, first.end)}`,
        from: first.due,
        to: last.end,
        tenant: tenantOf(lane),
        ...answeredBy(failed),
        data: { path: lane.path, failed: failed.length, operations: lane.operations.length },
      }
    },

    slow({ lane, stripe, median, allowed, phase, operations, from, to }: SlowStream): Evidence {
      const then = phase === STEADY_STATE ? '' : ` in ${phase}`
      return {
        kind: 'slow',
        text: `${lane.path} of ${tenantOf(lane)}: half of ${counted(operations, 'operation')} on stripe ${stripe} took ${span(median)} or longer, ${span(allowed)} allowed${then}`,
        from,
        to,
        tenant: tenantOf(lane),
        data: { path: lane.path, stripe, medianMs: Math.round(median), operations },
      }
    },

    underSampled(lane: Lane, stretches: readonly Stretch[]): Evidence {
      const spacing = spacingOn(run, lane)
      const allowed = least(stretches, s => s.objective.longestGap)
      const fix = `allow at least twice that (objectives.steady.${lane.path}) or probe more often`
      return {
        kind: 'under-sampled',
        text: `${lane.path} of ${tenantOf(lane)}: probes ${span(spacing)} apart can not show a window of ${span(allowed)}; ${fix}`,
        tenant: tenantOf(lane),
        data: { path: lane.path, spacingMs: spacing, allowedMs: allowed },
      }
    },
  }

  function gap(kind: string, lane: Lane, window: Window, so: string): Evidence {
    const { from, to, atLeast, atMost, allowed, failed, open } = window
    const interval = `from ${clock(from)} to ${clock(to)}${open ? ', when the load ended' : ''}`
    const bounds = `down for ${span(atLeast)} to ${span(atMost)}, ${span(allowed)} allowed`
    const failures =
      failed.length === 0 ? '0 operations failed' : `${counted(failed.length, 'operation')} failed, ${error(failed)}`
    return {
      kind,
      text: `${lane.path} of ${tenantOf(lane)}: no success ${interval}: ${bounds}; ${failures}; ${when(from, to)}${so}`,
      from,
      to,
      tenant: tenantOf(lane),
      ...answeredBy(failed),
      data: {
        path: lane.path,
        atLeastMs: Math.round(atLeast),
        atMostMs: Math.round(atMost),
        failed: failed.length,
        open,
      },
    }
  }
}

/** `most often "503 no healthy upstream" (18)` */
function error(failed: readonly Operation[]): string {
  const common = commonError(failed)!
  return `most often "${common.error}" (${count(common.times)})`
}

/** Evidence of something that the want of CPU may explain. */
export const asUntold = (it: Evidence, because: string): Evidence => ({
  ...it,
  kind: 'untold',
  text: `${it.text}; ${because}, so nobody can tell whether it would have been without that`,
})
