import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { environmentOf } from '../../harness/cluster/environment.ts'
import { configLayers, mimirConfig, runtimeConfig } from '../../harness/mimir/topology/mimir-config.ts'
import { microservices, readWrite } from '../../harness/mimir/topology/modes.ts'
import { withConfig } from '../../harness/mimir/topology/operations.ts'
import { podArgs, podEnv } from '../../harness/mimir/topology/pod.ts'
import { differences } from '../../harness/mimir/topology/settings.ts'
import { toYaml } from '../../harness/mimir/topology/to-yaml.ts'
import type { Topology } from '../../harness/mimir/topology/topology.ts'
import type { Tree } from '../../harness/mimir/topology/tree.ts'
import { validatePace } from '../../harness/mimir/topology/validate-pace.ts'
import { podsOf, type TopologyPod } from '../../harness/mimir/topology/workload.ts'
import { UsageError } from '../../harness/util/errors.ts'

/** The binary's own word on what the pure functions make: `-modules` checks the whole config and ends, `-print.config` prints it. */
const context = {
  join: ['127.0.0.1:20002', '127.0.0.1:20005'],
  alertmanagerUrl: 'http://127.0.0.1:20000/alertmanager',
  clusterLabel: 'test',
  storage: { backend: 'filesystem' },
} as const
const fast = microservices({ zones: 3, pace: 'fast' })
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-topology-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs Mimir as this pod would be, on ports of its own, with an argument that makes it end at once. */
async function mimir(
  topology: Topology,
  spec: TopologyPod,
  ...end: string[]
): Promise<{ code: number; output: string }> {
  const binary = process.env.MIMIR_BIN
  if (!binary) throw new UsageError('this test runs a real Mimir, and MIMIR_BIN is not set', 'set it to a Mimir binary')
  const [config, runtime] = [join(folder, 'mimir.yaml'), join(folder, 'runtime.yaml')]
  writeFileSync(config, toYaml(mimirConfig(topology, context)))
  writeFileSync(runtime, toYaml(runtimeConfig(topology)))
  const { workload, name } = spec
  const variables = { ...podEnv(workload, 'runtime.yaml'), SHARED: { of: 'shared' } as const }
  const env = environmentOf(
    { env: variables },
    {
      name,
      host: '127.0.0.1',
      ports: { http: 20_000, grpc: 20_001, gossip: 20_002 },
      namespace: '',
      volume: () => join(folder, name),
      files: folder,
      shared: () => join(folder, 'bucket'),
      peer: () => '127.0.0.1:20002',
      secret: () => '',
    },
  )
  const options = { env, cwd: folder, timeout: 30_000, maxBuffer: 16 << 20 }
  try {
    const { stdout } = await promisify(execFile)(binary, [...podArgs(workload, config), ...end], options)
    return { code: 0, output: stdout }
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string }
    return { code, output: stdout + stderr }
  }
}

describe.for([
  ['microservices in three zones', microservices({ zones: 3, pace: 'fast' })],
  ['microservices in two zones', microservices({ zones: 2, pace: 'fast' })],
  ['microservices without zones', microservices({ zones: 1, pace: 'real' })],
  ['read-write groups in three zones', readWrite({ zones: 3, pace: 'real' })],
  ['read-write groups without zones', readWrite({ zones: 1, pace: 'fast' })],
] as const)('Mimir accepts the config of %s', ([, topology]) => {
  const firsts = podsOf(topology).filter(pod => pod.name.endsWith('-0') && (pod.workload.zone ?? 'zone-a') === 'zone-a')
  test.for(firsts)('$name', { timeout: 30_000 }, async spec => {
    expect(await mimir(topology, spec, '-modules')).toEqual({ code: 0, output: expect.any(String) })
  })
})

const refused: Tree[] = [
  { compactor: { block_ranges: ['60s', '90s'] } },
  { blocks_storage: { tsdb: { head_compaction_interval: '0s' } } },
  { limits: { query_ingesters_within: '30s' } },
  { blocks_storage: { bucket_store: { sync_interval: '30s' } } },
  { blocks_storage: { bucket_store: { ignore_deletion_mark_delay: '90s' } } },
  { querier: { timeout: '3m' } },
]
test.for(refused)('Mimir refuses what validatePace says it refuses: %j', { timeout: 30_000 }, async change => {
  const broken = withConfig(fast, change)
  expect(validatePace(mimirConfig(broken, context))[0]?.kind).toBe('refused')
  expect((await mimir(broken, podsOf(broken)[0]!, '-modules')).code).not.toBe(0)
})

test('every setting that Mimir says is not its default has a reason', { timeout: 30_000 }, async () => {
  const [spec] = podsOf(fast)
  const actual: Tree = parse((await mimir(fast, spec!, '-print.config')).output)
  const defaults: Tree = parse((await promisify(execFile)(process.env.MIMIR_BIN!, ['-print.config'])).stdout)
  const settings = differences(defaults, actual, configLayers(fast, context))
  const reasons = new Set(Object.values(settings).map(({ why }) => why))
  expect([...reasons].sort()).toEqual([
    "a flag of this pod's workload, or follows from another setting",
    'fast pace: minutes instead of hours',
    'no limit but those under test may reject anything',
    'set by the topology',
    'several processes on one host: each has its own address, identity and directory',
    'this cluster: its members, storage and Alertmanager',
    'this host is smaller than production: buffers and caches shrink',
  ])
  const flagged = Object.entries(settings).filter(([, { why }]) => why.startsWith('a flag'))
  expect(flagged.map(([path]) => path)).toEqual(['shutdown_delay'])
})
