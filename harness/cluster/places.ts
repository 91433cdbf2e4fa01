import { join } from 'node:path'
import type { HistoryEvent } from '../history/events.ts'
import type { Recorder } from '../history/recorder.ts'
import type { RunContext } from './run-context.ts'

/**
 * The same run in a place of its own beside the main one: what is written there is in folders of that place, and in the history its pods and routes
 * carry its name: `vm/store-0`.
 * @param place its name
 */
export const inPlace = (run: RunContext, place: string): RunContext => ({
  ...run,
  place,
  folder: join(run.folder, 'places', place),
  scratch: join(run.scratch, 'places', place),
  recorder: recorderIn(run.recorder, place),
  onProgress: text => run.onProgress(`${place}: ${text}`),
})

/** Records what happens in a place into the history of the run. */
export const recorderIn = (recorder: Recorder, place: string): Recorder => ({
  record: event => recorder.record(placed(event, place)),
})

/** An event with the place before the names of pods and routes. */
function placed(event: HistoryEvent, place: string): HistoryEvent {
  const of = (name: string) => `${place}/${name}`
  switch (event.type) {
    case 'pod':
    case 'pre-stop':
    case 'metric':
      return { ...event, pod: of(event.pod) }
    case 'fault':
      return { ...event, id: of(event.id), pods: event.pods.map(of) }
    case 'route': {
      const routes = Object.entries(event.routes).map(([route, pods]) => [of(route), pods.map(of)])
      return { ...event, routes: Object.fromEntries(routes) }
    }
    case 'apply':
      return { ...event, changes: event.changes.map(change => `${place}: ${change}`) }
    default:
      return event
  }
}
