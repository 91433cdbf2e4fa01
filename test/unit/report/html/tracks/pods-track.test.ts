import { expect, test } from 'vitest'
import type { PodEvent } from '../../../../../harness/history/events.ts'
import { recorded } from '../../../../../harness/report/html/recorded.ts'
import { lives, pods } from '../../../../../harness/report/html/tracks/pods-track.ts'

const at = (moment: number, phase: PodEvent['phase'], pod = 'ingester-0'): PodEvent => ({
  type: 'pod',
  pod,
  component: pod.replace(/-\d+$/, ''),
  phase,
  at: moment,
})

test('a life in states; a resumed pod is again what it was', () => {
  const events = [
    at(0, 'starting'),
    at(2, 'paused'),
    at(3, 'resumed'),
    at(4, 'ready'),
    at(6, 'killed'),
    at(8, 'starting'),
    at(9, 'died'),
  ]
  expect(lives(events, 20).map(({ from, to, state }) => [from, to, state])).toEqual([
    [0, 2, 'starting'],
    [2, 3, 'paused'],
    [3, 4, 'starting'],
    [4, 6, 'ready'],
    [6, 8, 'gone'],
    [8, 9, 'starting'],
    [9, 20, 'gone'],
  ])
})

const scale = { from: 0, to: 20, buckets: 10 }
const labels = (events: PodEvent[], most: number) => {
  const group = pods(recorded(events), scale, most)
  return [group?.title, group?.tracks.map(t => t.label)]
}

test('rows by component and ordinal', () => {
  const events = [at(0, 'ready', 'querier-0'), at(0, 'ready', 'ingester-10'), at(0, 'ready', 'ingester-2')]
  expect(labels(events, 9)).toEqual(['Pods', ['ingester-2', 'ingester-10', 'querier-0']])
})

test('of too many pods those to which something happened', () => {
  const events = [at(0, 'ready', 'a-0'), at(0, 'starting', 'b-0'), at(1, 'ready', 'b-0'), at(2, 'killed', 'b-0')]
  expect(labels(events, 1)).toEqual(['Pods (1 of 2: those to which something happened)', ['b-0']])
})

test('no pods, no group', () => {
  expect(pods(recorded([]), scale, 9)).toBeUndefined()
})
