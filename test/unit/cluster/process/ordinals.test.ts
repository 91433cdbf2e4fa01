import { expect, test } from 'vitest'
import { withFreeOrdinal } from '../../../../harness/cluster/process/ordinals.ts'
import { podsOf } from '../../../../harness/fleet/fleet-pods.ts'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { scale } from '../../../../harness/mimir/topology/operations.ts'
import { fleet } from '../../../fleets.ts'

const topology = scale(oneOfEach({ zones: 3, pace: 'fast' }), 'querier', 3)
const slots = (workload: string) => podsOf(fleet(topology)).filter(p => p.workload.name === workload)

/** Names that new pods for these slots get, while pods with these ordinals are there. */
const names = (workload: string, there: number[], successor = false) => {
  const taken = new Set(there)
  return slots(workload).map(slot => withFreeOrdinal(slot, taken, successor).name)
}

test('pods of a Deployment have the ordinals of their slots where these are free', () => {
  expect(names('querier', [])).toEqual(['querier-0', 'querier-1', 'querier-2'])
})

test('and others where somebody who was rolled, or has not ended yet, has them', () => {
  expect(names('querier', [1, 3])).toEqual(['querier-0', 'querier-4', 'querier-2'])
})

test('a successor has none of a slot', () => {
  expect(names('querier', [0, 1, 2], true)).toEqual(['querier-3', 'querier-4', 'querier-5'])
})

test('a pod of a StatefulSet has the ordinal of its slot', () => {
  expect(names('ingester-zone-a', [0])).toEqual(['ingester-zone-a-0'])
})
