import type { FileRecorder } from '../history/recorder.ts'
import type { Life } from '../observer/ask-assertions.ts'

/** Follows a run from now on. @returns tells the processes of pods that have ended since, one after the other */
export function followLives(recorder: Pick<FileRecorder, 'onEvent'>): () => readonly Life[] {
  const begun = new Map<string, number>()
  const lives: Life[] = []
  recorder.onEvent(event => {
    if (event.type !== 'pod') return
    const { pod, phase, at } = event
    const from = begun.get(pod)
    if (from === undefined) {
      if (phase === 'starting' || phase === 'ready') begun.set(pod, at)
    } else if (phase === 'killed' || phase === 'exited' || phase === 'died') {
      lives.push({ pod, from, to: at })
      begun.delete(pod)
    }
  })
  return () => lives
}
