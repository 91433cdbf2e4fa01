import type { HistoryEvent, PodEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { STEADY_STATE } from '../history/steady-state-step.ts'
import { stepsOf } from './timeline.ts'

/**
 * End of the steady state, ms: it is a part of every run, before the first step, and ends with the first fault, gateway defect, route change or pod
 * stop after the load began. What goes wrong in it is not the doing of the operation under test: such a run can not say what the operation costs.
 * -Infinity where it was not carried out.
 */
export function steadyUntil(run: RunInfo, events: readonly HistoryEvent[]): number {
  const steady = stepsOf(events).find(s => s.step === STEADY_STATE && s.outcome === 'done')
  if (!steady) return -Infinity
  const first = events.find(e => isDisturbance(run, e))
  return Math.min(steady.to, first && 'at' in first ? first.at : Infinity)
}

type Disturbance = Extract<HistoryEvent, { type: 'fault' | 'defect' | 'route' | 'pod' }>

/** Whether something was done to what is tested while there was load. */
export function isDisturbance({ loadBegin }: RunInfo, event: HistoryEvent): event is Disturbance {
  if (event.type === 'fault') return event.phase === 'injecting'
  if (event.type !== 'defect' && event.type !== 'route' && event.type !== 'pod') return false
  if (loadBegin === 0 || event.at <= loadBegin) return false
  return event.type !== 'pod' || disturbing.includes(event.phase)
}

/** What such a run says of itself, behind what was found. */
export const BEFORE_THE_OPERATION =
  '; some of that was in the steady state, before the operation began: this machine can not carry the load (a larger machine, or --load light)'

const disturbing: readonly PodEvent['phase'][] = ['stopping', 'killed', 'paused', 'died', 'starting']
