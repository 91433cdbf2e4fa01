import type { PodEvent } from '../history/events.ts'
import type { FileRecorder } from '../history/recorder.ts'

/**
 * Keeps the deaths of pods from now on, for steps that have to ask.
 * @returns tells who has died since a moment (ms), how and when, in the order in which it became known
 */
export function followDeaths(recorder: Pick<FileRecorder, 'onEvent'>): (since: number) => PodEvent[] {
  const deaths: PodEvent[] = []
  recorder.onEvent(event => {
    if (event.type === 'pod' && event.phase === 'died') deaths.push(event)
  })
  return since => deaths.filter(({ at }) => at >= since)
}
