import { expect, test } from 'vitest'
import type { PodTemplate, Probe } from '../../harness/fleet/fleet.ts'
import type { PodEvent } from '../../harness/history/events.ts'
import { tinyFleet } from '../tiny/fleet.ts'
import { becomes, tinyServer } from '../tiny/running.ts'

/** Startup and liveness probes of pods on processes, with Kubernetes' meaning. */
const { running } = tinyServer()
const VICTIM = 'store-zone-a-0'
const healthy: Probe = {
  path: '/healthy',
  port: 'http',
  initialDelay: 0,
  period: 50,
  timeout: 200,
  failureThreshold: 2,
}
const slow = (time: string): PodTemplate['env'] => ({
  IP: { of: 'address' },
  HTTP_PORT: { of: 'port', port: 'http' },
  DATA: { of: 'volume' },
  SLOW_START: time,
})

test('a pod whose liveness probe fails is stopped and started again, as itself, and nobody else is', async () => {
  const { cluster, events, post, put, items, phases } = await running(program =>
    tinyFleet(program, { liveness: healthy, preStop: [{ sleep: 0.1 }, { method: 'POST', path: '/items/goodbye' }] }),
  )
  await put(VICTIM, 'kept')
  const before = cluster.pods().map(p => p.instance)
  expect(await post(VICTIM, '/sick')).toBe(204)
  await becomes(() => phases(VICTIM).length === 5, 'it to be ready again')
  expect(phases(VICTIM)).toEqual([
    'starting',
    'ready',
    'died: liveness probe failed 2 times in a row: GET /healthy: HTTP 503: sick',
    'starting',
    'ready',
  ])
  expect(cluster.pods().map((p, i) => p.instance !== before[i])).toEqual([true, false, false])
  expect(await items(VICTIM)).toEqual(['kept'])
  // The kubelet's own hooks alone: a POST is the operator's.
  expect(events.flatMap(e => (e.type === 'pre-stop' ? [`${e.pod} ${e.hook}`] : []))).toEqual([`${VICTIM} sleep 0.1 s`])
  await expect(cluster.death).rejects.toThrow(`pod ${VICTIM} died (liveness probe failed 2 times in a row`)
})

test('one that hangs hears no SIGTERM, and is killed when its grace period is over', async () => {
  const { cluster, phases } = await running(program => tinyFleet(program, { liveness: healthy, gracePeriod: 2000 }))
  await cluster.injector.pause(VICTIM)
  await becomes(() => phases(VICTIM).length === 6, 'it to be ready again')
  const [, , , death, ...rest] = phases(VICTIM)
  expect([death, rest, cluster.pod(VICTIM).state]).toEqual([
    expect.stringMatching(/^died: liveness probe failed 2 times in a row: GET \/healthy: no answer within 200 ms$/),
    ['starting', 'ready'],
    'running',
  ])
  await cluster.injector.resume(VICTIM)
  expect(cluster.pod(VICTIM).state).toBe('running')
})

test('nothing else is asked until the startup probe has succeeded', async () => {
  const startup = { ...healthy, failureThreshold: 60 }
  const liveness = { ...healthy, failureThreshold: 1 }
  const { events, phases } = await running(program => tinyFleet(program, { startup, liveness, env: slow('500ms') }))
  expect(phases(VICTIM)).toEqual(['starting', 'ready'])
  const [starting, ready] = events.filter((e): e is PodEvent => e.type === 'pod' && e.pod === VICTIM)
  expect(ready!.at - starting!.at).toBeGreaterThan(450)
})

test('one that does not start up in time is started again, and the fleet is told to be broken', async () => {
  const startup = { ...healthy, failureThreshold: 3 }
  const started = running(program => tinyFleet(program, { startup, env: slow('1h') }))
  await expect(started).rejects.toThrow(/^startup probe failed 3 times in a row: GET \/healthy: HTTP 503: sick$/)
})

test('a pod that is stopped while its probe fails is not started again', async () => {
  const { cluster, post, phases } = await running(program =>
    tinyFleet(program, { liveness: healthy, preStop: [{ sleep: 1 }] }),
  )
  const { workloads, ...fleet } = cluster.fleet
  await post(VICTIM, '/sick')
  await new Promise(resolve => setTimeout(resolve, 400))
  const without = { ...fleet, routes: {}, workloads: workloads.filter(w => w.name !== 'store-zone-a') }
  await cluster.apply(without)
  expect(phases(VICTIM)).toEqual(['starting', 'ready', 'stopping', 'exited: exit 0'])
})
