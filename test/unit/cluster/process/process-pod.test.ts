import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ProcessPod } from '../../../../harness/cluster/process/process-pod.ts'
import { podsOf } from '../../../../harness/fleet/fleet-pods.ts'
import type { Recorder } from '../../../../harness/history/recorder.ts'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { fleet } from '../../../fleets.ts'

const spec = podsOf(fleet(oneOfEach({ zones: 3, pace: 'fast' }))).find(p => p.name === 'querier-0')

/** A pod whose program only sleeps. Somebody else answers for it: its first program is never ready, the next one is. */
async function sleeper() {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-pod-'))
  const volume = join(folder, 'volume')
  const phases: string[] = []
  let launches = 0
  const server = createServer((_, res) => res.writeHead(launches > 1 ? 200 : 503).end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const pod = new ProcessPod({
    spec: spec!,
    address: { host: '127.0.0.1', ports: { http: (server.address() as AddressInfo).port } },
    volume,
    log: join(folder, 'log'),
    recorder: { record: (event: { phase: string }) => void phases.push(event.phase) } as unknown as Recorder,
    async launch() {
      launches++
      await mkdir(volume, { recursive: true })
      return { argv: ['/bin/sh', '-c', 'exec sleep 60'], env: {}, over: async () => undefined }
    },
    onReady: () => {},
    allowedBy: () => undefined,
    onDeath: () => {},
  })
  onTestFinished(async () => {
    await pod.kill()
    server.close()
    await rm(folder, { recursive: true })
  })
  return { pod, phases }
}

test('killed by a fault before it was ready, it is waited for until it is ready after that, whenever one begins to wait', async () => {
  const { pod, phases } = await sleeper()
  await pod.start()
  const early = pod.ready()
  await pod.takeDown()
  const back = pod.bringBack(true)
  // It is about to be started, and its last readiness is that of the program that was killed.
  const late = pod.ready()
  await Promise.all([early, back, late])
  expect({ state: pod.state, phases }).toEqual({
    state: 'running',
    phases: ['starting', 'killed', 'starting', 'ready'],
  })
})

test('killed by nobody that gives it back, it will never be ready', async () => {
  const { pod } = await sleeper()
  await pod.start()
  const ready = pod.ready()
  await pod.kill()
  await expect(ready).rejects.toThrow('pod querier-0 was stopped before it was ready')
})
