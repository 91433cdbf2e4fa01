import { expect, test } from 'vitest'
import type { Cluster } from '../../../harness/cluster/cluster.ts'
import type { FaultDriver } from '../../../harness/faults/fault-driver.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { mimir } from '../../../harness/mimir/mimir.ts'
import { parseFault } from '../../../harness/scenario/requested-fault.ts'
import { ScheduledFaults } from '../../../harness/scenario/scheduled-faults.ts'
import type { StepRunner } from '../../../harness/scenario/step-runner.ts'
import { UsageError } from '../../../harness/util/errors.ts'

const pods = ['a', 'b', 'c'].map(z => ({
  name: `ingester-zone-${z}-0`,
  workload: `ingester-zone-${z}`,
  components: ['ingester'],
  zone: `zone-${z}`,
  state: 'running',
}))

/** ScheduledFaults on a cluster of three ingesters, which only tell what is done; `inject` may fail. */
function setup(texts: readonly string[], { seed = 1, inject = async () => {} } = {}) {
  const told: string[] = []
  const facts: unknown[] = []
  const faults = {
    inject: async (name: string, _: unknown, asked: string) => {
      told.push(`inject ${name} as ${asked}`)
      await inject()
    },
    recover: async (name: string) => void told.push(`recover ${name}`),
  } as unknown as FaultDriver
  const cluster = { pods: () => pods } as unknown as Cluster
  const recorder = { record: (event: HistoryEvent) => void (event.type === 'fact' && facts.push(event.value)) }
  const signal = new AbortController().signal
  const field = { cluster, subject: mimir, faults, recorder, seed, signal, onProgress: () => {} }
  return { told, facts, strikes: new ScheduledFaults(texts.map(parseFault), ['first', 'second'], field) }
}

const runner = (told: string[]) =>
  ({
    step: async (name: string, act: () => Promise<void>) => {
      told.push(`step ${name}`)
      await act()
    },
  }) as unknown as StepRunner

test('a fault at a boundary is a step of its own', async () => {
  const { told, strikes } = setup(['kill-pod@before:2', 'kill-pod@after:1'])
  await strikes.at('before', 0, runner(told))
  await strikes.at('before', 1, runner(told))
  expect(told).toEqual([
    'step fault kill-pod@before:2',
    'inject kill-pod@before:2 (1) as kill-pod@before:2',
    'recover kill-pod@before:2 (1)',
  ])
})

test('one in the middle strikes no later than the step ends, and outlasts it', async () => {
  const { told, strikes } = setup(['kill-pod@1'])
  const begin = performance.now()
  await strikes.during(0, async () => void told.push('the step'))
  expect(told).toEqual(['the step', 'inject kill-pod@1 (1) as kill-pod@1', 'recover kill-pod@1 (1)'])
  expect(performance.now() - begin).toBeGreaterThan(2900)
})

test('the seed chooses whom it hits, and the choice is recorded', async () => {
  const chosen = async (seed: number) => {
    const { facts, strikes } = setup(['kill-pod@1'], { seed })
    await strikes.during(0, async () => {})
    return (facts[0] as { chosen: string }).chosen
  }
  const twice = await Promise.all([1, 1, 2, 3, 4, 5, 6].map(chosen))
  expect(twice[0]).toBe(twice[1])
  expect(new Set(twice).size).toBeGreaterThan(1)
  const { facts, strikes } = setup(['kill-zones:zone-b@1'])
  await strikes.during(0, async () => {})
  expect(facts).toEqual([{ requested: 'kill-zones:zone-b@1', chosen: 'zone-b', among: ['zone-b'] }])
})

test('what has no proof is taken back all the same, and the step fails', async () => {
  const inject = async () => {
    throw new Error('still up')
  }
  const { told, strikes } = setup(['kill-pod@1'], { inject })
  await expect(strikes.during(0, async () => {})).rejects.toThrow(new Error('still up'))
  expect(told.at(-1)).toBe('recover kill-pod@1 (1)')
})

test('a step that fails waits for its fault to be over', async () => {
  const { told, strikes } = setup(['kill-pod@1'])
  const failing = async () => {
    throw new Error('the step failed')
  }
  await expect(strikes.during(0, failing)).rejects.toThrow(new Error('the step failed'))
  expect(told.at(-1)).toBe('recover kill-pod@1 (1)')
})

test('a step without faults is only carried out', async () => {
  const { told, strikes } = setup(['kill-pod@1'])
  await strikes.during(1, async () => void told.push('the step'))
  expect(told).toEqual(['the step'])
})

test('a step that there is not', () => {
  expect(() => setup(['kill-pod@3'])).toThrow(
    new UsageError('no step is meant by "3"', 'use one of 1 "first", 2 "second"'),
  )
})
