import { expect, test } from 'vitest'
import type { HistoryEvent, PodEvent } from '../../../harness/history/events.ts'
import { followLives } from '../../../harness/scenario/who-lived.ts'

test('the processes of a pod are told apart, and one that is killed after it died has ended once', () => {
  const listeners: ((event: HistoryEvent) => void)[] = []
  const lives = followLives({ onEvent: listener => listeners.push(listener) })
  const said = (phase: PodEvent['phase'], at: number, pod = 'store-0') => {
    for (const listener of listeners) listener({ type: 'pod', pod, component: 'store', phase, at })
  }
  said('starting', 1)
  said('ready', 2)
  said('starting', 3, 'store-1')
  said('died', 10)
  said('killed', 11)
  said('starting', 12)
  said('stopping', 20)
  said('exited', 21)
  expect(lives()).toEqual([
    { pod: 'store-0', from: 1, to: 10 },
    { pod: 'store-0', from: 12, to: 21 },
  ])
})
