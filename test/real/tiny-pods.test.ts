import { expect, test } from 'vitest'
import type { ProcessCluster } from '../../harness/cluster/process/process-cluster.ts'
import { tinyFleet } from '../tiny/fleet.ts'
import { becomes, ready, tinyServer } from '../tiny/running.ts'

/** What pods are and do on processes, whatever runs in them: a tiny server here, so that it takes a second. */
const { running, program } = tinyServer()

/** Ends a pod's process from outside, and waits until the cluster has noticed. */
async function crash(cluster: ProcessCluster, pod: string): Promise<string> {
  const pid = cluster.pod(pod).instance!
  process.kill(Number(pid), 'SIGKILL')
  await becomes(() => cluster.pod(pod).instance !== pid, `${pod} to be another process`)
  return pid
}

test('a pod that crashes is started again at once, as itself, when its policy says so', async () => {
  const { cluster, events, put, items } = await running(tinyFleet)
  await put('store-zone-a-0', 'kept')
  const { address } = cluster.pod('store-zone-a-0')
  await crash(cluster, 'store-zone-a-0')
  await becomes(() => cluster.pod('store-zone-a-0').state === 'running', 'store-zone-a-0 to run')
  await becomes(() => events.filter(e => e.type === 'pod' && e.phase === 'ready').length === 4, 'it to be ready')
  expect({ address: cluster.pod('store-zone-a-0').address, items: await items('store-zone-a-0') }).toEqual({
    address,
    items: ['kept'],
  })
  await expect(cluster.death).rejects.toThrow(
    /^pod store-zone-a-0 died \(SIGKILL\); its last 1 log lines, from \S+store-zone-a-0\.log:\n.* tiny listens on /,
  )
})

test('it stays away when its policy says so, and when somebody has stopped it', async () => {
  const { cluster } = await running(program => tinyFleet(program, { restartPolicy: 'never' }))
  await crash(cluster, 'store-zone-a-0')
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(cluster.pod('store-zone-a-0').state).toBe('died')
})

test('one pod is restarted as it is: in a StatefulSet as itself, in a Deployment by a successor', async () => {
  const { cluster, put, items } = await running(program => tinyFleet(program, { preStop: [{ sleep: 0.05 }] }))
  await Promise.all([put('store-zone-a-0', 'kept'), put('spare-0', 'gone')])
  const before = cluster.pods().map(p => p.instance)
  await cluster.restart('store-zone-a-0')
  await cluster.restart('spare-0')
  const after = cluster.pods()
  expect(after.map((p, i) => ({ pod: p.name, restarted: p.instance !== before[i] }))).toEqual([
    { pod: 'store-zone-a-0', restarted: true },
    { pod: 'store-zone-b-0', restarted: false },
    { pod: 'spare-1', restarted: true },
  ])
  expect([await items('store-zone-a-0'), await items('spare-1')]).toEqual([['kept'], []])
  await expect(cluster.restart('spare-0')).rejects.toThrow(
    'no pod spare-0; there are store-zone-a-0, store-zone-b-0, spare-1',
  )
})

test.each(['ip', 'port'] as const)(
  'a pod is killed, paused and robbed of its volume, --addresses %s',
  async addressing => {
    const { cluster, put, items } = await running(tinyFleet, addressing)
    const { injector: control } = cluster
    const victim = 'store-zone-a-0'
    const seen = async () => [cluster.pod(victim).state, await control.processState(victim)]
    await put(victim, 'kept')

    await control.pause(victim)
    expect(await seen()).toEqual(['paused', 'paused'])
    await control.resume(victim)
    expect(await seen()).toEqual(['running', 'running'])

    await expect(control.deleteVolume(victim)).rejects.toThrow(`the volume of ${victim} is in use: kill the pod first`)
    const { address } = cluster.pod(victim)
    await control.kill(victim)
    expect(await seen()).toEqual(['stopped', 'gone'])
    expect(await control.volumeSize(victim)).toBeGreaterThan(0)
    await control.start(victim)
    await ready(cluster, victim)
    expect([cluster.pod(victim).address, await items(victim)]).toEqual([address, ['kept']])

    await control.kill(victim)
    await control.deleteVolume(victim)
    expect(await control.volumeSize(victim)).toBe(0)
    await control.start(victim)
    await ready(cluster, victim)
    expect(await items(victim)).toEqual([])
  },
)

test('replicas come and go, also beside a pod that was rolled and has another ordinal than its own', async () => {
  const { cluster } = await running(tinyFleet)
  const spare = async (replicas: number, different = {}) => {
    const made = tinyFleet(program(), different)
    const workloads = made.workloads.map(w => (w.name === 'spare' ? { ...w, replicas } : w))
    await cluster.apply({ ...made, workloads })
    const names = cluster.pods().flatMap(p => (p.workload === 'spare' ? [p.name] : []))
    return names.sort()
  }
  const rolled = { gracePeriod: 4000 }
  expect([
    await spare(2),
    await spare(1),
    await spare(1, rolled),
    await spare(3, rolled),
    await spare(1, rolled),
  ]).toEqual([['spare-0', 'spare-1'], ['spare-0'], ['spare-1'], ['spare-1', 'spare-2', 'spare-3'], ['spare-1']])
})

test('what is done before a stop is what the pod was started with', async () => {
  const { cluster, events } = await running(program =>
    tinyFleet(program, { preStop: [{ method: 'GET', path: '/items/' }] }),
  )
  await cluster.apply(tinyFleet(program(), { preStop: [{ sleep: 0.01 }] }))
  await cluster.apply(tinyFleet(program(), { preStop: [] }))
  const hooks = events.flatMap(e => (e.type === 'pre-stop' ? [`${e.pod} ${e.hook}`] : []))
  expect(hooks.sort()).toEqual([
    'spare-0 GET /items/',
    'spare-1 sleep 0.01 s',
    'store-zone-a-0 GET /items/',
    'store-zone-a-0 sleep 0.01 s',
    'store-zone-b-0 GET /items/',
    'store-zone-b-0 sleep 0.01 s',
  ])
})
