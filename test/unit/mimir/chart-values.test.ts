import { expect, test } from 'vitest'
import { chartContext, mimirValues } from '../../../harness/mimir/chart-values.ts'
import { mimirConfig } from '../../../harness/mimir/topology/mimir-config.ts'
import { oneOfEach, readWrite } from '../../../harness/mimir/topology/modes.ts'
import { scale, withFlags, withOverrides, withPreStop } from '../../../harness/mimir/topology/operations.ts'
import { at } from '../../../harness/mimir/topology/tree.ts'
import { parseVersion } from '../../../harness/mimir/topology/versions.ts'

const fast = oneOfEach({ zones: 3, pace: 'fast' })

test('a workload of the topology is one of the chart', () => {
  const flagged = withFlags(scale(fast, 'ingester-zone-b', 2), 'ingester-zone-b', { 'log.level': 'debug' })
  const topology = withPreStop(flagged, 'ingester-zone-b', [{ method: 'POST', path: '/ingester/prepare-shutdown' }])
  const { workloads } = mimirValues(topology)
  expect(Object.keys(workloads)).toEqual(topology.workloads.map(w => w.name))
  expect([workloads['ingester-zone-b'], workloads.distributor]).toEqual([
    {
      modules: ['ingester'],
      replicas: 2,
      zone: 'zone-b',
      stateful: true,
      flags: { 'log.level': 'debug' },
      gracePeriodSeconds: 60,
      preStop: [{ method: 'POST', path: '/ingester/prepare-shutdown' }],
    },
    {
      modules: ['distributor'],
      replicas: 1,
      stateful: false,
      flags: { 'shutdown-delay': '2s' },
      gracePeriodSeconds: 60,
      preStop: [],
    },
  ])
})

test('what the topology says of the whole is the same in the values', () => {
  const topology = withOverrides(fast, 'tenant-a', { max_queriers_per_tenant: 2 })
  const { workloads, ...rest } = mimirValues(topology, { namePrefix: 'a-' })
  expect(rest).toEqual({
    namePrefix: 'a-',
    routes: {
      writes: ['distributor'],
      reads: ['query-frontend'],
      rules: ['ruler'],
      alerts: ['alertmanager'],
      compactor: ['compactor'],
    },
    config: mimirConfig(topology, chartContext({ namePrefix: 'a-' })),
    runtimeConfig: { overrides: { 'tenant-a': { max_queriers_per_tenant: 2 } } },
  })
})

test('what the chart knows is left open in the config', () => {
  const { config } = mimirValues(fast, { clusterLabel: 'run-1' })
  const paths = ['memberlist.join_members', 'memberlist.cluster_label', 'common.storage']
  expect(paths.map(path => at(config, path))).toEqual([
    [`dns+gossip-ring.\${NAMESPACE}.svc.cluster.local.:7946`],
    'run-1',
    {
      backend: 's3',
      s3: {
        endpoint: `\${S3_ENDPOINT}`,
        bucket_name: `\${S3_BUCKET}`,
        access_key_id: `\${S3_ACCESS_KEY_ID}`,
        secret_access_key: `\${S3_SECRET_ACCESS_KEY}`,
        insecure: true,
      },
    },
  ])
})

test('a read-write group has a target of its own before 3.0', () => {
  const target = (version: string) =>
    mimirValues(readWrite({ zones: 3, pace: 'real' }), { version: parseVersion(version) }).workloads['mimir-read']
      ?.target
  expect([target('2.17.7'), target('3.0.5')]).toEqual(['read', undefined])
})
