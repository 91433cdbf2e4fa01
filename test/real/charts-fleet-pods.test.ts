import { expect, test } from 'vitest'
import { fleetValues } from '../../harness/cluster/kind/values.ts'
import type { PodTemplate, Probe } from '../../harness/fleet/fleet.ts'
import { tinyFleet } from '../tiny/fleet.ts'
import { manifests, refusal } from './helm.ts'

/** What charts/fleet makes of a pod template of which everything is said. */
const program = { name: 'tiny', version: '1', at: { image: 'tiny:test' } }
const probe: Probe = {
  path: '/healthy',
  port: 'http',
  initialDelay: 0,
  period: 1500,
  timeout: 300,
  failureThreshold: 3,
}
const everything: Partial<PodTemplate> = {
  startup: { ...probe, failureThreshold: 60 },
  liveness: { ...probe, initialDelay: 2000 },
  limits: { cpu: 0.5, memory: 2 ** 28 },
  runAs: { user: 472, group: 473 },
  mounts: { wal: { path: '/wal', subPath: 'wal' }, blocks: { path: '/var/lib/blocks', subPath: 'deep/blocks' } },
  env: { DATA: { of: 'volume', mount: 'blocks' } },
}
const place = { gateway: { image: 'nginx:test' }, unzoned: {}, zoned: true }
const valuesOf = (different: Partial<PodTemplate>) => fleetValues(tinyFleet(program, different), place)

interface Pod {
  securityContext: Record<string, unknown>
  containers: Record<string, unknown>[]
}

/** The pod of a workload. */
async function podOf(workload: string, different: Partial<PodTemplate>): Promise<Pod> {
  const all = await manifests('fleet', valuesOf(different))
  return all.get(workload)!.spec!.template!.spec as unknown as Pod
}

test('probes, limits, user and mounts are those of Kubernetes, in whole seconds', async () => {
  const { securityContext, containers } = await podOf('StatefulSet/store-zone-a', everything)
  const { startupProbe, livenessProbe, readinessProbe, resources, env, volumeMounts } = containers[0]!
  const httpGet = { path: '/healthy', port: 'http' }
  expect({ startupProbe, livenessProbe, readinessProbe, resources, env, volumeMounts, securityContext }).toEqual({
    startupProbe: { httpGet, initialDelaySeconds: 0, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 60 },
    livenessProbe: { httpGet, initialDelaySeconds: 2, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 3 },
    readinessProbe: {
      httpGet: { path: '/ready', port: 'http' },
      initialDelaySeconds: 0,
      periodSeconds: 1,
      timeoutSeconds: 1,
      failureThreshold: 3,
    },
    resources: { requests: { cpu: '400m', memory: '64Mi' }, limits: { cpu: '500m', memory: '268435456' } },
    env: [{ name: 'DATA', value: '/var/lib/blocks' }],
    volumeMounts: [
      { name: 'config', mountPath: '/etc/tiny', readOnly: true },
      { name: 'data', mountPath: '/var/lib/blocks', subPath: 'deep/blocks' },
      { name: 'data', mountPath: '/wal', subPath: 'wal' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 472,
      runAsGroup: 473,
      fsGroup: 473,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  })
})

test('a template that says nothing of them gets the defaults', async () => {
  const { securityContext, containers } = await podOf('Deployment/spare', {})
  const { startupProbe, livenessProbe, volumeMounts } = containers[0]!
  expect({ startupProbe, livenessProbe, volumeMounts, user: securityContext.runAsUser }).toEqual({
    startupProbe: undefined,
    livenessProbe: undefined,
    volumeMounts: [
      { name: 'config', mountPath: '/etc/tiny', readOnly: true },
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    user: 10_001,
  })
})

test('whoever runs as root says so', async () => {
  const { securityContext } = await podOf('Deployment/spare', { runAs: { user: 0, group: 0 } })
  expect([securityContext.runAsNonRoot, securityContext.runAsUser, securityContext.fsGroup]).toEqual([false, 0, 0])
})

test('the schema knows every key of them', async () => {
  const values = valuesOf(everything)
  const [name, workload] = Object.entries(values.workloads)[0]!
  const { liveness, ...template } = workload.template
  const wrong = { ...template, liveness: { ...liveness, periodSeconds: 0 }, mounts: { wal: { path: 'wal' } } }
  const said = await refusal('fleet', { ...values, workloads: { [name]: { ...workload, template: wrong } } })
  const lines = said
    .split('\n')
    .map(line => line.trim())
    .sort()
  expect(lines.filter(line => !line.endsWith('validation failed'))).toEqual([
    `- at '/workloads/${name}/template/liveness/periodSeconds': minimum: got 0, want 1`,
    `- at '/workloads/${name}/template/mounts/wal': missing property 'subPath'`,
    `- at '/workloads/${name}/template/mounts/wal/path': 'wal' does not match pattern '^/'`,
  ])
})
