import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import { type Change, diff } from '../../harness/fleet/diff.ts'
import { fleetOf } from '../../harness/mimir/compile-fleet.ts'
import {
  addMicroservices,
  addReadWrite,
  addRuleQueryPath,
  discoverByName,
  discoverByRing,
  groupOf,
  leavingTheRing,
  microservicesInZones,
  microservicesOf,
  queryPaths,
  readWriteInZones,
  removeMicroservices,
  removeReadWrite,
  routeTo,
  scaleToZero,
  scaleUp,
  scaleUpMicroservices,
  withoutOverridesExporter,
  withoutRuleQueryPath,
  withRuleQueriersForReads,
  withSteadyQueriers,
} from '../../harness/mimir/topology/migration.ts'
import { scale } from '../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../harness/mimir/topology/topology.ts'
import { buildTiny } from '../tiny/build.ts'
import { tinyProtocol } from '../tiny/protocol.ts'
import { instances, named, seen } from '../tiny/rolls.ts'

/**
 * What `diff` says is what happens: for each operation of both migrations, the pods that it names are those that are another process afterwards, no more
 * and no fewer. The fleets are Mimir's; the program in their pods is a tiny one, since the provider must not care.
 */
type Operation = readonly [name: string, change: (topology: Topology) => Topology]

const each = (names: readonly string[], change: (t: Topology, names: string[]) => Topology): Operation[] =>
  names.map(name => [`${change.name} ${name}`, t => change(t, [name])])

const reads =
  (...to: string[]) =>
  (t: Topology) =>
    routeTo(t, ['reads'], to)

const forward: Operation[] = [
  ['withSteadyQueriers', withSteadyQueriers],
  ['addReadWrite', addReadWrite],
  ['reads aside', reads('ruler-query-frontend')],
  ['discoverByRing users', t => discoverByRing(t, queryPaths.users)],
  ['reads back', reads('query-frontend')],
  ...each(queryPaths.rules, discoverByRing),
  ['withoutOverridesExporter', withoutOverridesExporter],
  ['scaleUp mimir-read', t => scaleUp(t, 'mimir-read')],
  ['reads to mimir-read', reads('mimir-read')],
  ['withRuleQueriersForReads', withRuleQueriersForReads],
  ['scaleUp mimir-backend', t => scaleUp(t, 'mimir-backend')],
  ['route the backend', t => routeTo(t, ['compactor', 'rules', 'alerts'], groupOf(t, 'mimir-backend'))],
  ['leavingTheRing', t => leavingTheRing(t, microservicesOf(t, 'store-gateway'))],
  ...each(['store-gateway-zone-a', 'store-gateway-zone-b', 'store-gateway-zone-c'], scaleToZero),
  [
    'scaleToZero the old ones',
    t => scaleToZero(t, ['query-frontend', 'query-scheduler', 'querier', 'ruler', 'compactor']),
  ],
  ['alertmanager to 1', t => scale(t, 'alertmanager', 1)],
  ['alertmanager to 0', t => scale(t, 'alertmanager', 0)],
  ['withoutRuleQueryPath', withoutRuleQueryPath],
  ['mimir-write-zone-a', t => scale(t, 'mimir-write-zone-a', 1)],
  ['scaleUp mimir-write', t => scaleUp(t, 'mimir-write')],
  ['writes to mimir-write', t => routeTo(t, ['writes'], groupOf(t, 'mimir-write'))],
  ...each(['distributor', 'ingester-zone-a', 'ingester-zone-b', 'ingester-zone-c'], scaleToZero),
  ['removeMicroservices', removeMicroservices],
]

const back: Operation[] = [
  ['addMicroservices', addMicroservices],
  ['ingester-zone-a', t => scale(t, 'ingester-zone-a', 1)],
  ['all that writes', t => scaleUpMicroservices(t, microservicesOf(t, 'ingester', 'distributor'))],
  ['writes to the distributors', t => routeTo(t, ['writes'], ['distributor'])],
  ...each(['mimir-write-zone-a', 'mimir-write-zone-b', 'mimir-write-zone-c'], scaleToZero),
  ['addRuleQueryPath', t => withRuleQueriersForReads(addRuleQueryPath(t))],
  ['the rest', t => scaleUpMicroservices(t, microservicesOf(t, ...REST))],
  [
    'route to microservices',
    t => routeTo(routeTo(routeTo(t, ['compactor'], ['compactor']), ['rules'], ['ruler']), ['alerts'], ['alertmanager']),
  ],
  ...each(['mimir-backend-zone-a', 'mimir-backend-zone-b', 'mimir-backend-zone-c'], scaleToZero),
  ['reads to the query-frontends', reads('query-frontend')],
  ['withRuleQueriersForReads', withRuleQueriersForReads],
  ['scaleToZero mimir-read', t => scaleToZero(t, ['mimir-read'])],
  ['removeReadWrite', removeReadWrite],
  ...each([...queryPaths.users, ...queryPaths.rules.toReversed()], discoverByName),
]
const REST = [
  'store-gateway',
  'compactor',
  'query-scheduler',
  'querier',
  'query-frontend',
  'ruler',
  'alertmanager',
  'overrides-exporter',
] as const

let folder: string
let binary: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-rolls-'))
  binary = await buildTiny(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['to read-write mode', microservicesInZones('fast'), forward],
  ['back to microservices', readWriteInZones('fast'), back],
])(
  '%s: the pods that diff names are those that are another process afterwards',
  { timeout: 120_000 },
  async (which, first, operations) => {
    const place = join(folder, which.replaceAll(' ', '-'))
    const program = { name: 'tiny', version: '3.1.0', at: { binary } }
    await using cluster = await ProcessCluster.start({
      id: `rolls-${process.pid}`,
      program,
      protocol: tinyProtocol,
      seed: 1,
      prometheus: process.env.PROMETHEUS_BIN!,
      addressing: 'ip',
      sandbox: 'none',
      scratch: place,
      folder: place,
      env: {},
      recorder: { record: () => {} },
    })
    let topology = first
    let fleet = fleetOf(topology, cluster.surroundings)
    await cluster.apply(fleet)
    for (const [name, change] of operations) {
      topology = change(topology)
      const next = fleetOf(topology, cluster.surroundings)
      const before = instances(cluster)
      await cluster.apply(next)
      expect({ name, ...seen(next, before, instances(cluster)) }).toEqual({ name, ...named(fleet, next) })
      fleet = next
    }
  },
)

/** A diff that named every pod would pass a test that only looks at what changed: one pod is kept by each of these operations. */
test('most operations name few pods', () => {
  const fleets = [microservicesInZones('fast')]
  for (const [, change] of forward) fleets.push(change(fleets.at(-1)!))
  const surroundings = {
    program: { name: 'tiny', version: '3.1.0', at: { binary } },
    gateway: 'http://127.0.0.1:1',
    peers: undefined,
    label: 'test',
    store: 'folder',
  } as const
  const compiled = fleets.map(t => fleetOf(t, surroundings))
  const rolled = compiled.slice(1).map((after, i) => {
    const rolls = diff(compiled[i]!, after).filter((c): c is Extract<Change, { kind: 'roll' }> => c.kind === 'roll')
    return rolls.flatMap(c => c.pods).length
  })
  expect(Object.fromEntries(forward.flatMap(([name], i) => (rolled[i] === 0 ? [] : [[name, rolled[i]]])))).toEqual({
    withSteadyQueriers: 20,
    'discoverByRing users': 3,
    'discoverByRing ruler-query-scheduler': 1,
    'discoverByRing ruler-querier': 1,
    'discoverByRing ruler-query-frontend': 2,
    leavingTheRing: 3,
  })
})
