import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { fleetOf } from '../../../harness/mimir/compile-fleet.ts'
import { oneOfEach } from '../../../harness/mimir/topology/modes.ts'
import { withOverrides } from '../../../harness/mimir/topology/operations.ts'
import { fleet, onKubernetes } from '../../fleets.ts'

const topology = withOverrides(oneOfEach({ zones: 3, pace: 'fast' }), 'tenant-a', { max_queriers_per_tenant: 2 })

test('a topology becomes a fleet: workloads in order, zones with turns, the paths of each apiGroup', () => {
  const { name, workloads, routes, files } = fleet(topology)
  expect({ name, files: Object.entries(files).map(([file, { reloaded }]) => ({ file, reloaded })) }).toEqual({
    name: 'mimir',
    files: [
      { file: 'mimir.yaml', reloaded: false },
      { file: 'runtime.yaml', reloaded: true },
    ],
  })
  expect(workloads.map(w => [w.name, w.kind, w.replicas, w.zone, w.update])).toEqual(
    topology.workloads.map(w => [
      w.name,
      w.stateful ? 'StatefulSet' : 'Deployment',
      1,
      w.zone,
      w.zone === undefined
        ? { by: 'rolling', maxSurge: w.stateful ? 0 : 1, maxUnavailable: w.stateful ? 1 : 0 }
        : { by: 'turns', turn: topology.workloads.filter(other => other.zone !== undefined).indexOf(w) },
    ]),
  )
  expect(routes.alerts).toEqual({
    paths: ['/alertmanager', '/alertmanager/', '/api/v1/alerts', '/multitenant_alertmanager/'],
    workloads: ['alertmanager'],
  })
})

test('a pod has all that it needs in its template', () => {
  expect(fleet(topology).workloads.find(w => w.name === 'ingester-zone-b')!.template).toEqual({
    components: ['ingester'],
    program: { name: 'mimir', version: '3.1.0', at: { binary: '/bin/mimir' } },
    args: ['-config.file=$(CONFIG)', '-config.expand-env=true', '-target=ingester'],
    env: {
      GOMAXPROCS: '1',
      GOGC: '200',
      CONFIG: { of: 'file', file: 'mimir.yaml' },
      ID: { of: 'name' },
      ZONE: 'zone-b',
      IP: { of: 'address' },
      HTTP_PORT: { of: 'port', port: 'http' },
      GRPC_PORT: { of: 'port', port: 'grpc' },
      GOSSIP_PORT: { of: 'port', port: 'gossip' },
      DATA: { of: 'volume' },
      RUNTIME: { of: 'file', file: 'runtime.yaml' },
      PEER_1: { of: 'peer', nth: 0, port: 'gossip' },
      PEER_2: { of: 'peer', nth: 1, port: 'gossip' },
      PEER_3: { of: 'peer', nth: 2, port: 'gossip' },
      SHARED: { of: 'shared' },
    },
    files: ['mimir.yaml', 'runtime.yaml'],
    ports: { http: 8080, grpc: 9095, gossip: 7946 },
    readiness: { path: '/ready' },
    preStop: [],
    gracePeriod: 60_000,
    restartPolicy: 'always',
    volume: { size: 2 ** 30 },
  })
})

test('where there are names and a bucket, pods join by the name and find the bucket by variables', () => {
  const { files, workloads } = fleetOf(topology, onKubernetes)
  const { memberlist, common } = parse(files['mimir.yaml']!.content)
  expect([memberlist.join_members, memberlist.cluster_label, common.storage.s3.endpoint]).toEqual([
    ['dns+peers.ns.svc.cluster.local.:7946'],
    'run-1',
    `\${S3_ENDPOINT}`,
  ])
  expect(workloads[0]!.template.env).toMatchObject({
    S3_ENDPOINT: 's3:7070',
    S3_ACCESS_KEY_ID: { of: 'secret', secret: 's3', key: 'accessKeyId' },
  })
  expect(parse(files['runtime.yaml']!.content)).toEqual({ overrides: { 'tenant-a': { max_queriers_per_tenant: 2 } } })
})
