import { expect, test } from 'vitest'
import { podsConcerned } from '../../../harness/checks/pods-concerned.ts'
import { at } from './histories.ts'

const pod = (name: string, ms: number) =>
  ({ type: 'pod', pod: name, component: 'ingester', phase: 'ready', at: at(ms) }) as const

test('pods that answered, that the words name, and of which something became then', () => {
  const events = ['ingester-1', 'ingester-10', 'querier-0', 'ruler-0'].map(name => pod(name, 0))
  const concerned = podsConcerned([...events, pod('ruler-0', 9000), pod('ingester-10', 20_000)])
  const evidence = { kind: 'x', text: 'fault kill-pod#1 on ingester-1, with zone-a' }
  const answered = [
    { pod: 'none', requests: 2 },
    { pod: 'querier-0', requests: 1 },
  ]
  expect(concerned({ ...evidence, answered, from: at(10_000) })).toEqual(['querier-0', 'ingester-1', 'ruler-0'])
  expect(concerned(evidence)).toEqual([])
})
