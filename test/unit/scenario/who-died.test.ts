import { expect, test } from 'vitest'
import type { HistoryEvent, PodEvent } from '../../../harness/history/events.ts'
import { followDeaths } from '../../../harness/scenario/who-died.ts'

const pod = (phase: PodEvent['phase'], at: number): PodEvent => ({ type: 'pod', pod: 'a-0', component: 'a', phase, at })

test('who died since a moment, and nobody who was asked to go', () => {
  const listeners: ((event: HistoryEvent) => void)[] = []
  const deaths = followDeaths({ onEvent: listener => void listeners.push(listener) })
  for (const event of [pod('died', 1), pod('killed', 2), pod('died', 3), pod('exited', 4), pod('died', 5)])
    for (const listener of listeners) listener(event)
  expect(deaths(3).map(d => d.at)).toEqual([3, 5])
})
