import { describe, expect, test } from 'vitest'
import { mimir } from '../../../harness/mimir/mimir.ts'
import { oneOfEach } from '../../../harness/mimir/topology/modes.ts'
import { scale } from '../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import { checkTarget, parseFault, stepMeant } from '../../../harness/scenario/requested-fault.ts'
import type { Subject } from '../../../harness/scenario/subject.ts'
import { targetsIn } from '../../../harness/scenario/targets.ts'
import { UsageError } from '../../../harness/util/errors.ts'

test.each([
  ['kill-pod@2', { kind: 'kill-pod', when: 'during', step: '2' }],
  [
    'pause-pods:ingester-zone-a-0@before:3.3',
    { kind: 'pause-pods', target: 'ingester-zone-a-0', when: 'before', step: '3.3' },
  ],
  [
    'kill-zones:zone-b@after:join it again',
    { kind: 'kill-zones', target: 'zone-b', when: 'after', step: 'join it again' },
  ],
  ['delete-volume@mail to: a@b', { kind: 'delete-volume', when: 'during', step: 'mail to: a@b' }],
])('%s', (text, fault) => expect(parseFault(text)).toEqual({ text, ...fault }))

const FORM = 'write <kind>[:<target>]@[before:|after:]<step>, as in kill-pod@2'

test.each([
  ['kill-pod', 'fault "kill-pod" does not say what and where', FORM],
  ['kill-pod@', 'fault "kill-pod@" does not say what and where', FORM],
  [
    'kill@2',
    'fault "kill@2" is of no known kind',
    'use one of kill-pod, kill-zones, pause-pods, partition-zones, delete-volume',
  ],
])('%s is refused', (text, what, fix) => expect(() => parseFault(text)).toThrow(new UsageError(what, fix)))

describe('a step', () => {
  const names = [
    'steady state',
    '3.2 add a querier',
    '3.3 route reads',
    '3.3 route rules',
    '4. clean up',
    '2',
    '5.1b stop',
  ]
  const all =
    'use one of 1 "steady state", 2 "3.2 add a querier", 3 "3.3 route reads", 4 "3.3 route rules", 5 "4. clean up", 6 "2", 7 "5.1b stop"'
  test.each([
    ['by its number', '1', 0],
    ['by its section', '3.2', 1],
    ['by its name', '3.3 route rules', 3],
    ['by its section with a letter', '5.1b', 6],
    ['by its name rather than by its number', '2', 5],
    ['by its number rather than by its section', '4', 3],
  ])('%s', (_, step, index) => expect(stepMeant(names, step)).toBe(index))
  test.each([
    ['0', 'no step is meant by "0"'],
    ['8', 'no step is meant by "8"'],
    ['add a querier', 'no step is meant by "add a querier"'],
    ['3.3', 'more than one step is meant by "3.3"'],
  ])('%s is none', (step, what) => expect(() => stepMeant(names, step)).toThrow(new UsageError(what, all)))
})

describe('a target', () => {
  const zones = oneOfEach({ zones: 3, pace: 'fast' })
  const HINT = ', or have the scenario say what it `becomes` where a step adds it'
  const check = (fault: string, ...topologies: Topology[]) =>
    checkTarget(parseFault(`${fault}@1`), targetsIn(mimir as unknown as Subject, topologies))
  test.each(['kill-pod', 'kill-pod:ingester-zone-a-0', 'kill-zones:zone-c'])('%s may be', fault =>
    expect(() => check(fault, zones)).not.toThrow(),
  )
  test('a pod that a step adds may be, where the scenario says so', () => {
    expect(() => check('kill-pod:querier-1', zones, scale(zones, 'querier', 2))).not.toThrow()
    expect(() => check('kill-pod:querier-1', zones)).toThrow(
      /^fault "kill-pod:querier-1@1": there is no pod querier-1: /,
    )
  })
  test('a zone without pods is none', () => {
    expect(() => check('kill-zones:zone-d', zones)).toThrow(
      new UsageError(
        'fault "kill-zones:zone-d@1": there is no zone zone-d',
        `use one of zone-a, zone-b, zone-c${HINT}`,
      ),
    )
    expect(() => check('partition-zones:zone-a', oneOfEach({ zones: 1, pace: 'fast' }))).toThrow(
      new UsageError('fault "partition-zones:zone-a@1": there is no zone zone-a', `use one of none${HINT}`),
    )
  })
  test("what is no pod's name is told the names of pods", () => {
    expect(() => check('kill-pod:nope', zones)).toThrow(
      /^fault "kill-pod:nope@1": there is no pod nope: use one of distributor-0, ingester-zone-a-0, /,
    )
  })
})
