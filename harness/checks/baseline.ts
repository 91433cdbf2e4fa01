import type { HistoryEvent, PodEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import { stepsOf } from './course.ts'

/**
 * Until when nothing was done to Mimir: the first fault, lie of the gateway, switch of routes, or pod that was stopped while there was load, and the
 * end of the first step under load at the latest, since a step may call Mimir itself. What goes wrong before that is not the doing of the
 * operation under test: a machine with too little CPU, or a Mimir that was broken from the start. A run whose baseline did not hold can
 * not say what the operation costs. -Infinity where nothing was done at all.
 */
export function undisturbedUntil(run: RunInfo, events: readonly HistoryEvent[]): number {
  const first = events.find(e => isDisturbance(run, e))
  // Not from the first write on: that may come after the first step has begun.
  const steps = stepsOf(events).filter(s => s.from > run.dataset.epoch)
  const done = first && 'at' in first ? first.at : Infinity
  return done === Infinity && steps.length < 2 ? -Infinity : Math.min(done, steps[0]?.to ?? Infinity)
}

type Disturbance = Extract<HistoryEvent, { type: 'fault' | 'defect' | 'route' | 'pod' }>

/** Whether something was done to Mimir while there was load. Before the load begins the data set has no epoch. */
export function isDisturbance({ dataset: { epoch } }: RunInfo, event: HistoryEvent): event is Disturbance {
  if (event.type === 'fault') return event.phase === 'injecting'
  if (event.type !== 'defect' && event.type !== 'route' && event.type !== 'pod') return false
  if (epoch === 0 || event.at <= epoch) return false
  return event.type !== 'pod' || disturbing.includes(event.phase)
}

/** What such a run says of itself, behind what was found. */
export const UNFIT =
  '; some of that was before anything was done to Mimir: here it can not carry this load by itself, so this says nothing about what was done (a larger machine, or --load light)'

const disturbing: readonly PodEvent['phase'][] = ['stopping', 'killed', 'paused', 'died', 'starting']
