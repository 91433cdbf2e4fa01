import { expect, test } from 'vitest'
import { fleetValues } from '../../../../harness/cluster/kind/values.ts'
import { fleetOf } from '../../../../harness/mimir/compile-fleet.ts'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { scale, withPreStop, withRestartPolicy } from '../../../../harness/mimir/topology/operations.ts'
import { UsageError } from '../../../../harness/util/errors.ts'
import { fleet, onKubernetes } from '../../../fleets.ts'

const topology = withPreStop(scale(oneOfEach({ zones: 3, pace: 'fast' }), 'ingester-zone-b', 2), 'ingester-zone-b', [
  { method: 'POST', path: '/ingester/prepare-shutdown' },
])
const installed = fleetOf(topology, onKubernetes)
const place = { gateway: { image: 'nginx:test', nodePort: 30_080 }, unzoned: {}, zoned: true }

test('a workload of the fleet is one of the chart, with seconds, image and requests as Kubernetes has them', () => {
  const { workloads } = fleetValues(installed, place)
  expect(Object.keys(workloads)).toEqual(topology.workloads.map(w => w.name))
  const { env, files, ports, ...template } = workloads['ingester-zone-b']!.template
  expect({ ...workloads['ingester-zone-b'], template }).toEqual({
    kind: 'StatefulSet',
    replicas: 2,
    zone: 'zone-b',
    update: { by: 'turns', turn: 1 },
    template: {
      components: ['ingester'],
      image: 'mimir:test',
      args: ['-config.file=$(CONFIG)', '-config.expand-env=true', '-target=ingester'],
      readiness: { path: '/ready' },
      preStop: [{ method: 'POST', path: '/ingester/prepare-shutdown' }],
      gracePeriodSeconds: 60,
      resources: { requests: { cpu: '400m', memory: '64Mi' } },
      storage: '1073741824',
    },
  })
  const other = installed.workloads.find(w => w.name === 'ingester-zone-b')!.template
  expect({ env, files, ports }).toEqual({ env: other.env, files: other.files, ports: other.ports })
})

test('what is said of the whole is the same in the values', () => {
  const { workloads: _, ...rest } = fleetValues(installed, place)
  expect(rest).toEqual({
    name: 'mimir',
    files: installed.files,
    routes: installed.routes,
    zoned: { nodeLabel: 'topology.kubernetes.io/zone' },
    unzoned: {},
    resources: { requests: { cpu: '40m', memory: '64Mi' } },
    readinessProbe: { periodSeconds: 1 },
    gateway: { image: 'nginx:test', nodePort: 30_080 },
  })
})

test('what a pod asks for itself is what it gets', () => {
  const asking = {
    ...installed,
    workloads: installed.workloads.map(w => ({
      ...w,
      template: { ...w.template, requests: { cpu: 0.25, memory: 2 ** 28 } },
    })),
  }
  expect(fleetValues(asking, place).workloads.querier!.template.resources).toEqual({
    requests: { cpu: '250m', memory: '268435456' },
  })
})

test('a program of this machine can not run on Kubernetes', () => {
  expect(() => fleetValues(fleet(topology), place)).toThrow(
    'mimir is a file of this machine (/bin/mimir), and pods run on Kubernetes',
  )
})

test('a pod that is never to be started again is refused, and one that may be is started again', () => {
  const queriers = (policy: 'never' | 'never if possible') =>
    fleetValues(fleetOf(withRestartPolicy(topology, 'querier', policy), onKubernetes), place).workloads.querier
  expect(queriers('never if possible')).toEqual(fleetValues(installed, place).workloads.querier)
  expect(() => queriers('never')).toThrow(
    new UsageError(
      'workload querier is never to be restarted, and Kubernetes restarts all that is not a Job',
      "give it restartPolicy 'always' or 'never if possible', or run on processes (--provider process)",
    ),
  )
})
