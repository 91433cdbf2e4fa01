import { expect, test } from 'vitest'
import { callPod } from '../../../scenarios/read-write-migration/actions.ts'
import { serve } from '../serve.ts'

/**
 * A process that hangs up on the first so many calls to do something, and is ready all the time.
 * @returns what the scenario sees of it, and what it was asked.
 */
async function hangingUp(times: number, state: 'gone' | 'running') {
  const asked: string[] = []
  const notes: string[] = []
  const url = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const calls = asked.filter(it => it.startsWith('POST')).length
    if (request.method === 'POST' && calls <= times) request.socket.destroy()
    else response.writeHead(200).end()
  })
  const pod = { name: 'mimir-write-zone-a-0', url }
  const actions = {
    cluster: {
      injector: { processState: async () => state },
      fleet: { workloads: [{ name: 'mimir-write-zone-a', template: { readiness: { path: '/ready' } } }] },
      pod: () => ({ ...pod, workload: 'mimir-write-zone-a' }),
    },
    signal: AbortSignal.timeout(10_000),
    note: (fact: string) => void notes.push(fact),
    traffic: async () => {},
  } as unknown as Parameters<typeof callPod>[0]
  return { asked, notes, told: () => callPod(actions, pod, '/ingester/shutdown') }
}

const SHUTDOWN = 'POST /ingester/shutdown'

test('a pod that lives is told once', async () => {
  const { told, asked, notes } = await hangingUp(0, 'running')
  await told()
  expect({ asked, notes }).toEqual({ asked: [SHUTDOWN], notes: [] })
})

test('one that died over it is told once more when it is back, which is noted', async () => {
  const { told, asked, notes } = await hangingUp(1, 'gone')
  await told()
  expect({ asked, notes }).toEqual({ asked: [SHUTDOWN, 'GET /ready', SHUTDOWN], notes: ['told again'] })
})

test('one that lives and hangs up is not told again, and none a third time', async () => {
  const living = await hangingUp(1, 'running')
  await expect(living.told()).rejects.toThrow('got no answer: socket hang up')
  expect(living.asked).toEqual([SHUTDOWN])
  const dying = await hangingUp(2, 'gone')
  await expect(dying.told()).rejects.toThrow('got no answer: socket hang up')
  expect(dying.asked).toEqual([SHUTDOWN, 'GET /ready', SHUTDOWN])
})
