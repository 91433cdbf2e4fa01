import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type FleetPlace, fleetValues } from '../../harness/cluster/kind/values.ts'
import { entryOf } from '../../harness/cluster/remote-write.ts'
import { chartContext, mimirValues } from '../../harness/mimir/chart-values.ts'
import { fleetOf } from '../../harness/mimir/compile-fleet.ts'
import { mimirConfig, runtimeConfig } from '../../harness/mimir/topology/mimir-config.ts'
import { microservices, readWrite, readWriteWorkloads } from '../../harness/mimir/topology/modes.ts'
import { addWorkloads, withFlags, withOverrides } from '../../harness/mimir/topology/operations.ts'
import { podArgs } from '../../harness/mimir/topology/pod.ts'
import type { Topology } from '../../harness/mimir/topology/topology.ts'
import { parseVersion } from '../../harness/mimir/topology/versions.ts'
import { onKubernetes } from '../fleets.ts'
import { helm, type Manifest, manifests, rendered, valuesFile } from './helm.ts'

/** The charts by helm's own word, without a cluster. */
const presets = ['values-microservices.yaml', 'values-read-write.yaml', 'values-migration.yaml']
const fast = microservices({ zones: 3, pace: 'fast' })
const place: FleetPlace = { gateway: { image: 'nginx:test' }, unzoned: {}, zoned: true }
const keys = { accessKeyId: 'mimir', secretAccessKey: 'not-a-secret' }

describe('helm lint --strict', () => {
  test.for(presets)('mimir, %s', async preset => {
    expect(await helm(['lint', '--strict'], 'mimir', valuesFile('mimir', preset))).toContain('0 chart(s) failed')
  })
  test('fleet', async () => {
    expect(await helm(['lint', '--strict'], 'fleet', fleetValues(fleetOf(fast, onKubernetes), place))).toContain(
      '0 chart(s) failed',
    )
  })
  test.for(['observer', 's3'])('%s', async chart => {
    expect(await helm(['lint', '--strict'], chart)).toContain('0 chart(s) failed')
  })
})

const modes: [string, Topology][] = [
  ['microservices in three zones', withOverrides(fast, 'tenant-a', { max_queriers_per_tenant: 2 })],
  ['microservices in two zones', microservices({ zones: 2, pace: 'real' })],
  [
    'microservices without zones',
    withFlags(microservices({ zones: 1, pace: 'fast' }), 'querier', { 'log.level': 'debug' }),
  ],
  ['read-write groups in three zones', readWrite({ zones: 3, pace: 'fast' })],
  ['read-write groups without zones', readWrite({ zones: 1, pace: 'real' })],
  ['a migration half done', addWorkloads(fast, readWriteWorkloads({ zones: 3, pace: 'fast' }))],
]

/** The StatefulSets and Deployments of Mimir itself. */
const workloadsOf = (all: Map<string, Manifest>) =>
  [...all.values()].filter(m => m.spec?.template && m.metadata.name !== 'gateway')

describe.for(modes)('%s', ([, topology]) => {
  test('the rendered files are what the topology says', async () => {
    const all = await manifests('mimir', mimirValues(topology))
    expect({
      mimir: parse(all.get('ConfigMap/mimir-config')!.data!['mimir.yaml']!),
      runtime: parse(all.get('ConfigMap/mimir-runtime')!.data!['runtime.yaml']!),
    }).toEqual({ mimir: mimirConfig(topology, chartContext()), runtime: runtimeConfig(topology) })
  })

  test('the rendered workloads are those of the topology', async () => {
    const all = await manifests('mimir', mimirValues(topology))
    const seen = workloadsOf(all).map(({ kind, metadata, spec }) => ({
      kind,
      name: metadata.name,
      replicas: spec!.replicas,
      zone: metadata.labels!.zone,
      node: spec!.template!.spec.nodeSelector?.['topology.kubernetes.io/zone'],
      args: spec!.template!.spec.containers[0]!.args,
    }))
    const wanted = topology.workloads.map(workload => ({
      kind: workload.stateful ? 'StatefulSet' : 'Deployment',
      name: workload.name,
      replicas: workload.replicas,
      zone: workload.zone,
      node: workload.zone,
      args: podArgs(workload, '/etc/mimir/mimir.yaml'),
    }))
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    expect(seen.sort(byName)).toEqual(wanted.sort(byName))
  })
})

describe('Mimir accepts', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gauntlet-charts-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** What the kubelet would fill in. */
  const fields: Record<string, string> = {
    'metadata.name': 'pod-0',
    'metadata.namespace': 'ns',
    'status.podIP': '127.0.0.1',
  }
  const s3 = { endpoint: 's3:7070', insecure: true, bucket: 'mimir', ...keys }

  test.for(presets)('each pod of %s', { timeout: 120_000 }, async preset => {
    const all = await manifests('mimir', valuesFile('mimir', preset), { s3 })
    const config = join(folder, 'mimir.yaml')
    writeFileSync(config, all.get('ConfigMap/mimir-config')!.data!['mimir.yaml']!)
    writeFileSync(join(folder, 'runtime.yaml'), all.get('ConfigMap/mimir-runtime')!.data!['runtime.yaml']!)
    for (const { metadata, spec } of workloadsOf(all)) {
      const { args, env } = spec!.template!.spec.containers[0]!
      const filled = env.map(({ name, value, valueFrom }) => [
        name,
        value ?? fields[valueFrom?.fieldRef?.fieldPath ?? ''] ?? 'key',
      ])
      // `-modules` checks the whole configuration and ends.
      const here = args.map(arg => arg.replace('/etc/mimir/mimir.yaml', config))
      const places = { DATA: join(folder, metadata.name), RUNTIME: join(folder, 'runtime.yaml') }
      const ran = promisify(execFile)(process.env.MIMIR_BIN!, [...here, '-modules'], {
        env: { ...Object.fromEntries(filled), ...places },
        timeout: 30_000,
      })
      await expect(ran, metadata.name).resolves.toMatchObject({
        stdout: expect.stringContaining('distributor (in: all)'),
      })
    }
  })
})

test('each of the variables in the config is given to each pod', async () => {
  const all = await manifests(
    'mimir',
    mimirValues(fast, { s3: { endpoint: 's3:7070', bucket: 'mimir', existingSecret: 's3' } }),
  )
  const config = all.get('ConfigMap/mimir-config')!.data!['mimir.yaml']!
  const used = [...new Set([...config.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name))].sort()
  for (const { metadata, spec } of workloadsOf(all)) {
    const given = spec!.template!.spec.containers[0]!.env.map(({ name }) => name)
    expect([metadata.name, used.filter(name => !given.includes(name!))]).toEqual([metadata.name, []])
  }
})

/** The checksum in a pod template and the runtime config are apart: what Mimir reloads by itself must not roll its pods. */
test('overrides roll no pod, the config rolls all', async () => {
  const templates = async (topology: Topology) =>
    workloadsOf(await manifests('mimir', mimirValues(topology))).map(m => m.spec!.template)
  const before = await templates(fast)
  const after = await templates(withOverrides(fast, 'tenant-a', { max_queriers_per_tenant: 2 }))
  const other = await templates({ ...fast, config: { ...fast.config, limits: { max_label_names_per_series: 30 } } })
  expect(after).toEqual(before)
  expect(other.filter((template, i) => JSON.stringify(template) === JSON.stringify(before[i]))).toEqual([])
})

/** One workload of every sort, and every option that adds something. */
const everySort = {
  workloads: {
    'ingester-zone-a': {
      modules: ['ingester'],
      replicas: 2,
      zone: 'zone-a',
      stateful: true,
      flags: { 'querier.max-concurrent': '4' },
      gracePeriodSeconds: 1200,
      preStop: [{ method: 'POST', path: '/ingester/prepare-shutdown' }],
      resources: { requests: { cpu: '2', memory: '8Gi' } },
      storage: { size: '50Gi', className: 'fast' },
    },
    compactor: { modules: ['compactor'], replicas: 1, stateful: true, preStop: [{ method: 'GET', path: '/ready' }] },
    read: {
      modules: ['query-frontend', 'querier'],
      target: 'read',
      replicas: 2,
      env: { GOMAXPROCS: '4' },
      podAnnotations: { team: 'metrics' },
    },
    ruler: { modules: ['ruler'], replicas: 1 },
  },
  routes: { reads: ['read'], rules: ['ruler', 'read'], compactor: ['compactor'] },
  config: { multitenancy_enabled: true, target: `\${ID}` },
  s3: { endpoint: 's3:7070', bucket: 'mimir', ...keys },
  env: { GOMAXPROCS: '2' },
  namePrefix: 'a-',
  serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
  gateway: { nodePort: 30_080, retries: 2 },
  unzoned: { nodeSelector: { pool: 'stateless' } },
}

const remoteWrite = [
  entryOf('http://gateway', {
    name: 'reference-prometheus',
    path: '/api/v1/push',
    headers: { 'X-Scope-OrgID': 'reference-prometheus' },
    metrics: ['up', 'process_cpu_seconds_total'],
  }),
]

test.for([
  ['mimir', everySort],
  ['observer', { nodePort: 30_090, env: { GOMAXPROCS: '1' }, remoteWrite }],
  ['s3', { buckets: ['mimir', 'other'], metadata: 'sidecar', ...keys }],
] as const)('the manifests of %s', async ([chart, values]) => {
  await expect(await rendered(chart, values)).toMatchFileSnapshot(`testdata/${chart}.yaml`)
})

test('an older Mimir gets the target by its name', async () => {
  const version = parseVersion('2.17.7')
  const all = await manifests('mimir', mimirValues(readWrite({ zones: 3, pace: 'real' }), { version }))
  expect(all.get('Deployment/mimir-read')!.spec!.template!.spec.containers[0]!.args).toEqual([
    '-config.file=/etc/mimir/mimir.yaml',
    '-config.expand-env=true',
    '-target=read',
    '-shutdown-delay=90s',
  ])
})
