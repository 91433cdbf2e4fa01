import { expect, test } from 'vitest'
import { microservices, readWrite } from '../../../harness/topology/modes.ts'
import { withFlags } from '../../../harness/topology/operations.ts'
import { podArgs, podEnv } from '../../../harness/topology/pod.ts'
import { parseVersion } from '../../../harness/topology/versions.ts'
import { podsOf } from '../../../harness/topology/workload.ts'

const fast = microservices({ zones: 3, pace: 'fast' })

test('a pod gets its variables and its arguments', () => {
  const spec = podsOf(withFlags(fast, 'ingester-zone-b', { 'log.level': 'debug' })).find(
    p => p.name === 'ingester-zone-b-0',
  )!
  const paths = { data: '/v/ingester-zone-b-0', shared: '/v/bucket', runtime: '/v/runtime.yaml' }
  expect(podEnv(spec, { host: '127.0.2.1', http: 8080, grpc: 9095, gossip: 7946 }, paths)).toEqual({
    ID: 'ingester-zone-b-0',
    ZONE: 'zone-b',
    IP: '127.0.2.1',
    HTTP_PORT: '8080',
    GRPC_PORT: '9095',
    GOSSIP_PORT: '7946',
    DATA: '/v/ingester-zone-b-0',
    SHARED: '/v/bucket',
    RUNTIME: '/v/runtime.yaml',
  })
  expect(podArgs(spec, '/v/mimir.yaml')).toEqual([
    '-config.file=/v/mimir.yaml',
    '-config.expand-env=true',
    '-target=ingester',
    '-log.level=debug',
  ])
})

test('a read-write group has a name of its own before 3.0, and is a list of modules since', () => {
  const [write] = podsOf(readWrite({ zones: 3, pace: 'fast' }))
  const target = (version: string) => podArgs(write!, 'mimir.yaml', parseVersion(version))[2]
  expect(target('2.17.7')).toBe('-target=write')
  expect(target('3.0.0')).toBe('-target=distributor,ingester')
})
