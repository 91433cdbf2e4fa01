import { expect, test } from 'vitest'
import { oneOfEach, readWrite } from '../../../../harness/mimir/topology/modes.ts'
import { withFlags } from '../../../../harness/mimir/topology/operations.ts'
import { podArgs, podEnv } from '../../../../harness/mimir/topology/pod.ts'
import { workloadNamed } from '../../../../harness/mimir/topology/validate.ts'
import { parseVersion } from '../../../../harness/mimir/topology/versions.ts'

const fast = oneOfEach({ zones: 3, pace: 'fast' })

test('a pod gets its variables and its arguments', () => {
  const workload = workloadNamed(withFlags(fast, 'ingester-zone-b', { 'log.level': 'debug' }), 'ingester-zone-b')
  expect(podEnv(workload, 'runtime.yaml')).toEqual({
    ID: { of: 'name' },
    ZONE: 'zone-b',
    IP: { of: 'address' },
    HTTP_PORT: { of: 'port', port: 'http' },
    GRPC_PORT: { of: 'port', port: 'grpc' },
    GOSSIP_PORT: { of: 'port', port: 'gossip' },
    DATA: { of: 'volume' },
    RUNTIME: { of: 'file', file: 'runtime.yaml' },
  })
  expect(podArgs(workload, '/v/mimir.yaml')).toEqual([
    '-config.file=/v/mimir.yaml',
    '-config.expand-env=true',
    '-target=ingester',
    '-log.level=debug',
  ])
})

test('a read-write group has a name of its own before 3.0, and is a list of modules since', () => {
  const write = workloadNamed(readWrite({ zones: 3, pace: 'fast' }), 'mimir-write-zone-a')
  const target = (version: string) => podArgs(write, 'mimir.yaml', parseVersion(version))[2]
  expect(target('2.17.7')).toBe('-target=write')
  expect(target('3.0.0')).toBe('-target=distributor,ingester')
})
