import { expect, test } from 'vitest'
import { inPlace } from '../../../harness/cluster/places.ts'
import { beside, type ProviderConfig, toolsBeside } from '../../../harness/cluster/provider-config.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { mimirProgram } from '../../../harness/mimir/program.ts'
import { tinyProtocol } from '../../tiny/protocol.ts'

const events: HistoryEvent[] = []
const progress: string[] = []
const main = {
  id: 'run-1',
  program: { name: 'tiny', version: '1', at: { binary: '/bin/tiny' } },
  protocol: tinyProtocol,
  seed: 1,
  folder: '/runs/run-1',
  scratch: '/tmp/run-1',
  recorder: { record: (event: HistoryEvent) => void events.push(event) },
  onProgress: (text: string) => void progress.push(text),
  signal: new AbortController().signal,
}

test('another place of a run writes beside the main one, into one history in which its pods carry its name', () => {
  const { recorder, onProgress, ...vm } = inPlace(main, 'vm')
  onProgress('upgrade chart fleet')
  recorder.record({ type: 'pod', pod: 'store-0', component: 'store', phase: 'ready', at: 1 })
  recorder.record({ type: 'pre-stop', pod: 'store-0', hook: 'sleep 1 s', from: 1, to: 2 })
  recorder.record({ type: 'route', at: 2, routes: { items: ['store-0', 'store-1'] } })
  recorder.record({ type: 'fault', id: 'kill-pod#1', kind: 'kill-pod', pods: ['store-0'], phase: 'injected', at: 3 })
  recorder.record({ type: 'apply', at: 4, changes: ['roll store-0 (limits)'], unchanged: false })
  recorder.record({ type: 'metric', metric: 'up', pod: 'store-0', points: [[5, 1]] })
  recorder.record({ type: 'fact', fact: 'weather', at: 6, value: 'fair' })
  const { recorder: _, onProgress: __, ...rest } = main
  expect({ vm, progress, events }).toEqual({
    vm: { ...rest, place: 'vm', folder: '/runs/run-1/places/vm', scratch: '/tmp/run-1/places/vm' },
    progress: ['vm: upgrade chart fleet'],
    events: [
      { type: 'pod', pod: 'vm/store-0', component: 'store', phase: 'ready', at: 1 },
      { type: 'pre-stop', pod: 'vm/store-0', hook: 'sleep 1 s', from: 1, to: 2 },
      { type: 'route', at: 2, routes: { 'vm/items': ['vm/store-0', 'vm/store-1'] } },
      { type: 'fault', id: 'vm/kill-pod#1', kind: 'kill-pod', pods: ['vm/store-0'], phase: 'injected', at: 3 },
      { type: 'apply', at: 4, changes: ['vm: roll store-0 (limits)'], unchanged: false },
      { type: 'metric', metric: 'up', pod: 'vm/store-0', points: [[5, 1]] },
      { type: 'fact', fact: 'weather', at: 6, value: 'fair' },
    ],
  })
})

const processes: ProviderConfig = {
  provider: 'process',
  program: '/bin/mimir',
  prometheus: '/bin/prometheus',
  sandbox: 'namespaces',
  addresses: 'ip',
}
const kubernetes: ProviderConfig = {
  provider: 'kind',
  helm: '/bin/helm',
  cluster: { of: 'existing', kubeconfig: '/kubeconfig', context: 'test', namespace: 'gauntlet' },
  images: { program: 'mimir:1', prometheus: 'prometheus:1', nginx: 'nginx:1', s3: 's3:1' },
}
const programs = { mimir: '/bin/mimir', prometheus: '/bin/prometheus' }

test('a place is where the main one is, or on processes beside Kubernetes', () => {
  expect([beside(processes, undefined, 'mimir', {}), beside(kubernetes, 'process', 'mimir', programs)]).toEqual([
    processes,
    { ...processes, sandbox: 'none' },
  ])
  const besides = (provider: 'process' | 'kind') =>
    toolsBeside(provider, ['process', undefined], mimirProgram.tool).map(tool => tool.name)
  expect([besides('kind'), besides('process')]).toEqual([['mimir', 'prometheus'], []])
})

test.for<[ProviderConfig, 'process' | 'kind' | undefined, string]>([
  [processes, 'kind', 'a place on Kubernetes can not be beside a main place of processes: run with --provider kind'],
  [
    kubernetes,
    undefined,
    "a run makes one cluster of Kubernetes, and a second place wants another: give the place provider 'process'",
  ],
  [
    kubernetes,
    'process',
    'a place of processes needs binaries of its program and of Prometheus: give them with --mimir and --prometheus',
  ],
])('refused: %o, %s', ([main, provider, says]) => {
  expect(() => beside(main, provider, 'mimir', {})).toThrow(says)
})
