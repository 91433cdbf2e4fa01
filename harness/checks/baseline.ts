import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import { stepsOf } from './course.ts'

/**
 * Until when nothing was done to Mimir: the first fault, lie of the gateway, switch of routes, or pod that was stopped while there was load, and the
 * end of the first step under load at the latest, since a step may call Mimir itself. What goes wrong before that is not the doing of the
 * operation under test: a machine with too little CPU, or a Mimir that was broken from the start. A run whose baseline did not hold can
 * not say what the operation costs. -Infinity where nothing was done at all.
 */
export function undisturbedUntil({ dataset }: RunInfo, events: readonly HistoryEvent[]): number {
  // Not the first write: that may come after the first step has begun.
  const loaded = dataset.epoch
  const first = events.find(
    e =>
      (e.type === 'fault' && e.phase === 'injecting') ||
      (e.type === 'defect' && e.at > loaded) ||
      (e.type === 'route' && e.at > loaded) ||
      (e.type === 'pod' && e.at > loaded && disturbing.includes(e.phase)),
  )
  const steps = stepsOf(events).filter(s => s.from > loaded)
  const done = first && 'at' in first ? first.at : Infinity
  return done === Infinity && steps.length < 2 ? -Infinity : Math.min(done, steps[0]?.to ?? Infinity)
}

/** What such a run says of itself, behind what was found. */
export const UNFIT =
  '; some of that was before anything was done to Mimir: here it can not carry this load by itself, so this says nothing about what was done (a larger machine, or --load light)'

const disturbing: readonly string[] = ['stopping', 'killed', 'paused', 'died', 'starting']
