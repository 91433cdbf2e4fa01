import { type Flood, flooded } from '../../test/unit/checks/flooded.ts'
import { allowing, runOf } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

/** Two tenants write ten times a second; the flood begins after 35 s. */
const example = (rule: string, what: string, verdict: Worked['verdict'], flood: Flood, run = runOf()): Worked => ({
  ...{ rule, what, run, history: flooded(flood), check: 'neighbours', verdict },
})

const hit = runOf({
  objectives: allowing(200, {}, [], [{ name: 'tenant-a', demands: {}, faults: { flood: { writes: 9000 } } }]),
})

export const neighbourRules: Worked[] = [
  example('A neighbour that suffers', 'Writes take 100 ms in calm and 200 ms in the flood.', 'invalid', { ms: 200 }),
  example('Chance', 'Writes are as fast as in calm. One of 598 fails, and none in calm.', 'unknown', {
    isOk: n => n !== 400,
    tenants: [0],
  }),
  example(
    'A percentile below 100 ms',
    'Writes take 10 ms in calm and 80 ms in the flood, eight times as long.',
    'valid',
    { calm: 10, ms: 80 },
  ),
  example('A ratio below 2', 'Writes take 120 ms in calm and 230 ms in the flood.', 'valid', { calm: 120, ms: 230 }),
  example(
    'A saturated machine',
    'Writes take five times as long, and nearly all of both CPUs is in use in the flood.',
    'unknown',
    { ms: 500, used: 1950 },
  ),
  example('Too short', 'Writes take five times as long, and the flood lasts 19 s.', 'unknown', { ms: 500, to: 54 }),
  example(
    'Others',
    'tenant-a is predicted to be hit: the scenario demands less of it in a flood. Its writes take five times as long, those of tenant-b do not.',
    'valid',
    { ms: 500, tenants: [0] },
    hit,
  ),
]
