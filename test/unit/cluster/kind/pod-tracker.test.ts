import type { V1Pod } from '@kubernetes/client-node'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PodTracker } from '../../../../harness/cluster/kind/pod-tracker.ts'
import type { HistoryEvent } from '../../../../harness/history/events.ts'
import { readWrite } from '../../../../harness/mimir/index.ts'
import { fleet } from '../../../fleets.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A ready pod of the fleet, as the API server has it. */
const pod = (restartCount = 0): V1Pod => ({
  metadata: {
    name: 'mimir-backend-zone-a-0',
    uid: 'x',
    labels: { 'app.kubernetes.io/component': 'mimir-backend-zone-a' },
  },
  spec: { nodeName: 'worker', containers: [] },
  status: {
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ restartCount, name: 'mimir', image: '', imageID: '', ready: true }],
  },
})

test('looks that fail by themselves are recorded, and what nobody can tell of afterwards', async () => {
  const events: HistoryEvent[] = []
  let answer: () => V1Pod[] = () => [pod()]
  const kubernetes = { pods: async () => answer(), log: async () => '' }
  using tracker = new PodTracker(kubernetes, { record: event => events.push(event) }, '/nowhere')
  tracker.slot(fleet(readWrite({ zones: 3, pace: 'fast' })))
  await vi.advanceTimersByTimeAsync(2000)
  answer = () => {
    throw new Error('connection refused')
  }
  await vi.advanceTimersByTimeAsync(2000)
  answer = () => [pod(2)]
  await vi.advanceTimersByTimeAsync(1000)
  const told = events.map(e =>
    e.type === 'unwatched' ? [e.type, e.error ?? e.ended] : e.type === 'pod' ? [e.phase, e.pod] : [e.type],
  )
  expect(told).toEqual([
    ['starting', 'mimir-backend-zone-a-0'],
    ['ready', 'mimir-backend-zone-a-0'],
    ['unwatched', 'connection refused'],
    ['unwatched', 'connection refused'],
    ['died', 'mimir-backend-zone-a-0'],
    ['starting', 'mimir-backend-zone-a-0'],
    ['ready', 'mimir-backend-zone-a-0'],
    ['unwatched', ['mimir-backend-zone-a-0']],
  ])
})
