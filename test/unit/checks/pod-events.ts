import type { HistoryEvent, PodEvent, UnwatchedEvent } from '../../../harness/history/events.ts'
import { at, step } from './histories.ts'

/** What becomes of ingester-0. */
export const pod = (ms: number, phase: PodEvent['phase'], detail?: string): PodEvent => ({
  type: 'pod',
  pod: 'ingester-0',
  component: 'ingester',
  zone: 'zone-a',
  phase,
  at: at(ms),
  ...(detail && { detail }),
})

/** A step that may lose the pod, from 0 to 100 ms. */
export const losing = (...mayDie: string[]): HistoryEvent[] =>
  step(0, 100, 'fill its memory').map(e => (e.type === 'step' && e.phase === 'begin' ? { ...e, mayDie } : e))

/** Looks at the pods that failed after the one at `from`, one each second, and the one that was good again. */
export const unwatched = (from: number, to: number, ended?: string[]): UnwatchedEvent[] => {
  const look = (ms: number): UnwatchedEvent => ({ type: 'unwatched', from: at(from), to: at(ms), interval: 1000 })
  const failed = Array.from({ length: (to - from) / 1000 - 1 }, (_, i) => look(from + 1000 * (i + 1)))
  return [...failed.map(it => ({ ...it, error: 'no answer' })), ...(ended ? [{ ...look(to), ended }] : [])]
}
