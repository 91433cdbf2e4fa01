import { expect, test } from 'vitest'
import { checkFleet } from '../../../harness/fleet/check-fleet.ts'
import { diff } from '../../../harness/fleet/diff.ts'
import type { Surroundings } from '../../../harness/fleet/surroundings.ts'
import { fleetOf } from '../../../harness/prometheus/server-fleet.ts'
import { running, type ServerTopology, stopped, stoppedServer } from '../../../harness/prometheus/server-topology.ts'

const surroundings: Surroundings = {
  program: { name: 'prometheus', version: '3.5.2', at: { binary: '/bin/prometheus' } },
  gateway: 'http://198.18.0.1:8080',
  peers: undefined,
  label: 'mimir-gauntlet',
  store: 'folder',
}
const server = running({ ...stoppedServer('vm', 'fast'), target: '198.18.0.1:4000' })
const fleet = (topology: ServerTopology) => fleetOf(topology, surroundings)
const pod = (topology: ServerTopology) => fleet(topology).workloads[0]!.template

test('how a server is started, fast and as it is in production', () => {
  checkFleet(fleet(server))
  const own = [
    '--config.file=$(CONFIG)',
    '--storage.tsdb.path=$(DATA)/data',
    '--web.listen-address=$(IP):$(HTTP_PORT)',
    '--web.enable-admin-api',
    '--storage.tsdb.retention.time=180d',
  ]
  expect(pod(server).args).toEqual([
    ...own,
    '--storage.tsdb.min-block-duration=15s',
    '--storage.tsdb.max-block-duration=15s',
    '--rules.alert.for-grace-period=2s',
  ])
  expect(pod({ ...server, pace: 'real', retentionSize: '50KB' }).args).toEqual([
    ...own,
    '--storage.tsdb.retention.size=50KB',
  ])
})

test('the side is told to the target, and is no label of what is stored', () => {
  const { content } = fleet(server).files['prometheus-server.yaml']!
  expect(content).toContain('params:\n      side:\n        - vm')
  expect(content).not.toContain('external_labels')
  expect(fleet(server).files['targets.json']).toEqual({
    content: '[{"targets":["198.18.0.1:4000"],"labels":{"instance":"target"}}]',
    reloaded: true,
  })
})

test('a program without the rights of root is started by setpriv', () => {
  expect(pod({ ...server, withoutRights: true })).toMatchObject({
    program: { at: { binary: 'setpriv' } },
    args: ['--bounding-set=-all', '--inh-caps=-all', '--', '/bin/prometheus', ...pod(server).args],
  })
})

test('a server that is stopped keeps its volume; another target restarts none', () => {
  const kinds = (before: ServerTopology, after: ServerTopology) => diff(fleet(before), fleet(after)).map(c => c.kind)
  expect(kinds(server, stopped(server))).toEqual(['remove'])
  expect(kinds(server, { ...server, target: '198.18.0.1:4001' })).toEqual(['reload'])
  expect(kinds(server, { ...server, restarts: 1 })).toEqual(['roll'])
})
