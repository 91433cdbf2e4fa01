import { expect, test } from 'vitest'
import { checkFleet } from '../../../harness/fleet/check-fleet.ts'
import type { PodTemplate, Probe } from '../../../harness/fleet/fleet.ts'
import { reason } from '../../../harness/util/errors.ts'
import { tinyFleet } from '../../tiny/fleet.ts'

const program = { name: 'tiny', version: '1', at: { binary: '/bin/tiny' } }
const probe: Probe = {
  path: '/healthy',
  port: 'http',
  initialDelay: 0,
  period: 1000,
  timeout: 500,
  failureThreshold: 3,
}
const wal = { path: '/wal', subPath: 'wal' }

function said(different: Partial<PodTemplate>): string {
  try {
    checkFleet(tinyFleet(program, different))
    return 'accepted'
  } catch (thrown) {
    return reason(thrown)
  }
}

test('a fleet whose names go together is accepted', () => {
  expect(
    said({
      liveness: probe,
      startup: { ...probe, initialDelay: 100 },
      limits: { cpu: 0.01 },
      mounts: { wal, blocks: { path: '/blocks', subPath: 'deep/blocks' } },
      env: { DATA: { of: 'volume', mount: 'blocks' } },
    }),
  ).toBe('accepted')
})

test.for<[Partial<PodTemplate>, string]>([
  [
    { env: { PORT: { of: 'port', port: 'grpc' } } },
    'its variable PORT is of port grpc, which the pod does not have: name one of its own: http',
  ],
  [
    { env: { CONFIG: { of: 'file', file: 'a.yaml' } } },
    'its variable CONFIG is of file a.yaml, which the pod does not have: give the pod a file of that name',
  ],
  [
    { env: { DATA: { of: 'volume', mount: 'blocks' } }, mounts: { wal } },
    'its variable DATA is of mount blocks, which the pod does not have: name one of its own: wal',
  ],
  [
    { env: { DATA: { of: 'volume' } }, mounts: { wal } },
    'its variable DATA is the path of a volume that has mounts: say which of them: wal',
  ],
  [
    { env: {}, mounts: { wal: { ...wal, path: 'wal' } } },
    'mount wal is at wal, which is no absolute path: let it begin with /',
  ],
  [
    { env: {}, mounts: { wal: { ...wal, subPath: '../other' } } },
    'mount wal has subPath "../other", which is no folder below the volume: name one: wal',
  ],
  [{ env: {}, mounts: { wal, two: wal } }, 'two mounts are at /wal: give each a path of its own'],
  [
    { liveness: { ...probe, port: 'grpc' } },
    'its liveness probe asks port grpc, and the pod has http: change the liveness probe',
  ],
  [
    { startup: { ...probe, timeout: 0 } },
    'its startup probe has a period of 1000 ms and a timeout of 0 ms; both must be above 0: change the startup probe',
  ],
  [
    { startup: { ...probe, failureThreshold: 0 } },
    'its startup probe has a failure threshold of 0: change the startup probe',
  ],
  [{ limits: { cpu: 0.001 } }, '0.001 cores are fewer than can be given: give it 0.01 cores at least'],
])('refused: %j', ([different, says]) => {
  expect(said(different)).toBe(`workload store-zone-a: ${says}`)
})
