import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { linesOf, todoOf, type Wishes, worst } from '../../workflows/lines.ts'

const workflow = (name: string) =>
  readFileSync(new URL(`../../../.github/workflows/${name}.yml`, import.meta.url), 'utf8')

/** What is done about each line of a workflow, one line of text each. */
const listed = (name: string, wishes: Partial<Wishes> = {}, docker = false) =>
  linesOf(workflow(name)).map(line => {
    const todo = todoOf(line, { dry: false, ...wishes }, { docker })
    return 'script' in todo ? todo.script : `${'run' in line ? line.run : line.uses}: ${todo.notRun}`
  })

test('what CI does, line by line', () => {
  expect(listed('ci')).toEqual([
    'actions/checkout@v4: an action of GitHub',
    'actions/setup-node@v4: an action of GitHub',
    'actions/setup-go@v5: an action of GitHub',
    'actions/cache@v4: an action of GitHub',
    'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0: wants sudo',
    'npm ci',
    'npm run scenario -- doctor',
    'npm test',
    'npm run test:all',
    'npm run scenario -- run quick --control all',
    'npm run scenario -- run ingester-kill zone-outage --provider kind --images pull --control scenario,one-replica-lost,two-zones: no Docker engine answers that could pull',
    'node .github/annotate.mjs runs',
    'actions/upload-artifact@v4: an action of GitHub',
  ])
})

test('what runs every night, dry but for one line; the matrix is expanded', () => {
  const runs = listed('nightly', { dry: true, real: 'run zone-outage' }).filter(line => line.includes('-- run'))
  expect(runs).toEqual([
    'npm run scenario -- run ingester-kill --control all --read-store --dry',
    'npm run scenario -- run ingester-pause --control all --read-store --dry',
    'npm run scenario -- run zone-outage --control all --read-store',
    'npm run scenario -- run zone-partition --control all --read-store --dry',
    'npm run scenario -- run rolling-restart --control all --read-store --dry',
    'npm run scenario -- run ./docs/examples/distributor-restart.scenario.ts ./docs/examples/every-signal.scenario.ts ./docs/examples/tenant-roles.scenario.ts --control all --dry',
    'npm run scenario -- run noisy-neighbour query-of-death shard-grow shard-join shard-limits shard-outage shard-prediction shard-rollout shard-shrink --control all --dry',
    'npm run scenario -- run shard-prediction --variant no-zones --dry',
    'npm run scenario -- run query-of-death --variant all --dry',
    'npm run scenario -- run shard-rollout --variant flags --dry',
    'npm run scenario -- run shard-rollout shard-grow --provider kind --images pull --control scenario,writers-first: no Docker engine answers that could pull',
    'npm run scenario -- run query-of-death --provider kind --images pull --load light: no Docker engine answers that could pull',
    'npm run scenario -- run query-of-death --provider kind --images pull --load light --variant crash-loop: no Docker engine answers that could pull',
    'npm run scenario -- run prometheus-to-kubernetes --control all --dry',
    'npm run scenario -- run prometheus-to-kubernetes --variant documented --dry',
    'npm run scenario -- run read-write-migration --control all --dry',
    'npm run scenario -- run read-write-migration-back --control all --dry',
    'npm run scenario -- run read-write-migration --fault-each-step kill-pod --dry',
    'npm run scenario -- run read-write-migration-back --fault-each-step kill-pod --dry',
  ])
})

test('every night all broken Mimirs are built and run; dry, they are listed', () => {
  const mutants = (wishes: Partial<Wishes>) => listed('nightly', wishes).filter(line => line.includes('mutants'))
  expect(mutants({})).toEqual(['npm run mutants'])
  expect(mutants({ dry: true })).toEqual(['npm run mutants -- --list'])
})

test('some lines only, after the dependencies', () => {
  const done = listed('ci', { only: 'doctor' }).filter(line => !line.includes(': '))
  expect(done).toEqual(['npm ci', 'npm run scenario -- doctor'])
})

test('where an engine answers, images are pulled', () => {
  expect(listed('ci', {}, true).filter(line => /--images pull [^:]*$/.test(line))).toHaveLength(1)
})

const job = (step: string) => `
jobs:
  one:
    runs-on: x
    timeout-minutes: 1
    strategy: { fail-fast: false, matrix: { include: [{ name: a }, { name: b }] } }
    steps:
      - ${step}
      - { run: last, if: failure() }
      - run: echo \${{ matrix.name }}
`

test('steps for failures come last; a line that was there is not done again', () => {
  expect(linesOf(job('run: npm ci'))).toEqual([
    { job: 'one', when: 'success', run: 'npm ci' },
    { job: 'one', when: 'success', run: 'echo a' },
    { job: 'one', when: 'success', run: 'echo b' },
    { job: 'one', when: 'failure', run: 'last' },
  ])
})

const expression = (name: string) => `\${{ ${name} }}`

test.each([
  ['an expression', `run: echo ${expression('github.ref')}`, `${expression('github.ref')} is not known here`],
  [
    'what the matrix does not have',
    `run: ${expression('matrix.other')}`,
    `${expression('matrix.other')} is not known here`,
  ],
  ['a condition', "{ run: x, if: github.ref == 'main' }", "if: github.ref == 'main' is not known here"],
  ['a key', '{ run: x, working-directory: docs }', 'working-directory'],
])('what would do something else here is refused: %s', (_, step, message) => {
  expect(() => linesOf(job(step))).toThrow(message)
})

test.each([
  [[], 0],
  [[0, 0], 0],
  [[0, 3], 3],
  [[3, 2, 0], 1],
])('the exit code of lines that ended with %j is %i', (codes, code) => {
  expect(worst(codes)).toBe(code)
})
