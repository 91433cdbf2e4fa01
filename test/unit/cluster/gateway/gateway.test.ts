import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { Pool } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Gateway, startGateway } from '../../../../harness/cluster/gateway/gateway.ts'
import type { ServedRoutes } from '../../../../harness/cluster/gateway/gateway-messages.ts'
import type { HistoryEvent } from '../../../../harness/history/events.ts'
import { send } from '../../../../harness/load/http-client.ts'
import { mimir } from '../../../../harness/mimir/mimir.ts'
import { PATHS } from '../../../../harness/mimir/routes.ts'
import { type ApiGroup, apiGroups } from '../../../../harness/mimir/topology/topology.ts'
import { requestId, type WriteOp } from '../../../../harness/util/request-id.ts'
import { done, notYet, until } from '../../../../harness/util/until.ts'
import { Backend } from './backend.ts'

const { protocol } = mimir

/** The gateway knows nothing of Mimir but its paths, so plain HTTP servers stand behind it here. */
const events: HistoryEvent[] = []
const recorder = { record: (event: HistoryEvent) => void events.push(event) }
const routes = (serving: (apiGroup: ApiGroup) => Backend[]): ServedRoutes =>
  Object.fromEntries(apiGroups.map(apiGroup => [apiGroup, { paths: PATHS[apiGroup], backends: serving(apiGroup) }]))
const nowhere = routes(() => [])
const everywhere = (...backends: Backend[]): ServedRoutes => routes(() => backends)
let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway({ host: '127.0.0.1', port: 0, protocol, seed: 1, recorder })
})
afterAll(() => gateway.stop())
afterEach(async () => {
  await gateway.inject(undefined)
  await gateway.setRoutes(nowhere)
  events.length = 0
})

/** What fired since the last test. Reports come in order, so all are here once the gateway has answered to something later. */
async function fired(): Promise<HistoryEvent[]> {
  await gateway.inject(undefined)
  return events
}

const push = (init: RequestInit = {}) =>
  fetch(`${gateway.url}/api/v1/push`, { method: 'POST', body: 'samples', ...init })
const query = (tenant = 'a') =>
  fetch(`${gateway.url}/prometheus/api/v1/query?query=up`, { headers: { 'x-scope-orgid': tenant } })
const seen = async (response: Response) => ({
  status: response.status,
  backend: response.headers.get('x-gauntlet-pod'),
  body: await response.text(),
})

describe('routes', () => {
  test('each apiGroup goes where it is sent, and everything of a request arrives', async () => {
    const names = ['writes', 'reads', 'rules', 'alerts', 'compactor'] as const
    const backends = await Promise.all(names.map(name => Backend.start(name)))
    await gateway.setRoutes(routes(apiGroup => [backends[names.indexOf(apiGroup)]!]))
    const paths = ['/api/v1/push', '/prometheus/api/v1/query', '/ruler/ring', '/alertmanager', '/compactor/ring']
    const answers = await Promise.all(paths.map(async path => seen(await fetch(gateway.url + path))))
    expect(answers).toEqual(names.map(name => ({ status: 200, backend: name, body: name })))

    const response = await push({ headers: { 'x-scope-orgid': 'a', 'content-encoding': 'snappy' }, body: 'bytes' })
    expect([response.headers.get('x-own'), response.headers.get('content-type')]).toEqual(['writes', 'text/plain'])
    const { method, url, headers, body } = backends[0]!.got[1]!
    expect([method, url, String(body)]).toEqual(['POST', '/api/v1/push', 'bytes'])
    expect([headers['x-scope-orgid'], headers['content-encoding'], headers['content-length']]).toEqual([
      'a',
      'snappy',
      '5',
    ])
    await Promise.all(backends.map(backend => backend.kill()))
  })

  test('each request goes to one of the backends at random, by the seed', async () => {
    await using one = await Backend.start('one')
    await using two = await Backend.start('two')
    await gateway.setRoutes(everywhere(one, two))
    for (let i = 0; i < 20; i++) await (await push()).text()
    expect([one.got.length, two.got.length].every(n => n > 3)).toBe(true)
    expect(one.got.length + two.got.length).toBe(20)
  })

  test('HEAD has the headers of GET and no body', async () => {
    await using one = await Backend.start('one')
    await gateway.setRoutes(everywhere(one))
    const response = await fetch(`${gateway.url}/ruler/ring`, { method: 'HEAD' })
    expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([200, 'one', ''])
  })

  test('what belongs to no route is 404, with the routes there are', async () => {
    const { status, backend, body } = await seen(await fetch(`${gateway.url}/ingester/flush`))
    expect([status, backend, body.split('\n')[0]]).toEqual([
      404,
      'gateway',
      'no route serves /ingester/flush; there are:',
    ])
  })

  test('the gateway has a health of its own', async () => {
    expect(await seen(await fetch(`${gateway.url}/-/healthy`))).toEqual({
      status: 200,
      backend: 'gateway',
      body: 'The gateway is healthy.\n',
    })
  })

  test('a apiGroup without backends is 502', async () => {
    expect(await seen(await push())).toEqual({ status: 502, backend: 'none', body: 'no backend serves writes\n' })
  })

  test('a switch under 200 concurrent requests drops none, and splits them cleanly', { timeout: 20_000 }, async () => {
    const { promise: switched, resolve: release } = Promise.withResolvers<void>()
    let arrived = 0
    await using before = await Backend.start('before', {
      listener: async (_, res) => {
        arrived++
        await switched
        res.end('before')
      },
    })
    await using after = await Backend.start('after')
    const burst = () => Array.from({ length: 100 }, async () => (await push()).text())
    await gateway.setRoutes(everywhere(before))
    const early = burst()
    await until(() => (arrived === 100 ? done(true) : notYet(`${arrived} requests`)), {
      for: '100 requests under way',
      deadline: 10_000,
      every: 5,
    })
    await gateway.setRoutes(everywhere(after))
    expect(await Promise.all(burst())).toEqual(Array(100).fill('after'))
    release()
    expect(await Promise.all(early)).toEqual(Array(100).fill('before'))
  })
})

describe('bodies', () => {
  test('5 MB pass in both directions', async () => {
    const large = Buffer.alloc(5 << 20, 'x')
    await using one = await Backend.start('one', { listener: (req, res) => void req.pipe(res) })
    await gateway.setRoutes(everywhere(one))
    const response = await push({ body: large })
    expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), large)).toBe(0)
  })

  test('an answer flows as it is made', async () => {
    const { promise: last, resolve: finish } = Promise.withResolvers<void>()
    await using one = await Backend.start('one', {
      listener: async (_, res) => {
        res.write('first')
        await last
        res.end(' last')
      },
    })
    await gateway.setRoutes(everywhere(one))
    const reader = (await query()).body!.getReader()
    const text = async () => new TextDecoder().decode((await reader.read()).value)
    expect(await text()).toBe('first')
    finish()
    expect(await text()).toBe(' last')
  })

  test('a client that goes away takes its request with it', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const { promise: cutOff, resolve: cut } = Promise.withResolvers<void>()
    await using one = await Backend.start('one', {
      listener: (_, res) => {
        res.once('close', cut)
        arrive()
      },
    })
    await gateway.setRoutes(everywhere(one))
    const client = new AbortController()
    const asked = fetch(`${gateway.url}/prometheus/api/v1/query`, { signal: client.signal })
    await arrived
    client.abort()
    await expect(asked).rejects.toThrow('aborted')
    await cutOff
  })
})

describe('failing backends', () => {
  test('a refused connection is 502, with the reason', async () => {
    const gone = await Backend.start('gone')
    await gone.kill()
    await gateway.setRoutes(everywhere(gone))
    expect(await seen(await push())).toEqual({
      status: 502,
      backend: 'gone; unanswered',
      body: `POST /api/v1/push to ${gone.url} failed: connect ECONNREFUSED 127.0.0.1:${gone.port}\n`,
    })
  })

  test('whoever waits for a pod that hangs is told its name', async () => {
    await using hangs = await Backend.start('hangs', { listener: () => {} })
    await gateway.setRoutes(everywhere(hangs))
    const pool = new Pool(gateway.url)
    const { start, end, ...answer } = await send(pool, { method: 'GET', path: '/ruler/ring', headers: {} }, 1500)
    expect(answer).toEqual({ body: '', error: 'no answer within 1500 ms', pod: 'hangs', unanswered: true })
    await pool.destroy()
  })

  test('one that is slow is named as the one that answered', async () => {
    await using slow = await Backend.start('slow', {
      listener: (_, res) => void setTimeout(() => res.end('late'), 1200),
    })
    await gateway.setRoutes(everywhere(slow))
    const pool = new Pool(gateway.url)
    const { start, end, ...answer } = await send(pool, { method: 'GET', path: '/ruler/ring', headers: {} }, 5000)
    expect(answer).toEqual({ status: 200, body: 'late', pod: 'slow' })
    await pool.destroy()
  })

  test('a request that a backend has seen is never sent twice', async () => {
    let got = 0
    const listener: RequestListener = req => {
      got++
      req.socket.destroy()
    }
    await using one = await Backend.start('one', { listener })
    await using two = await Backend.start('two', { listener })
    await gateway.setRoutes(everywhere(one, two))
    expect((await push()).status).toBe(502)
    expect(got).toBe(1)
  })

  test('an answer that breaks off breaks off for the client too', async () => {
    await using one = await Backend.start('one', {
      listener: (_, res) => {
        res.writeHead(200, { 'content-length': '100' }).write('half')
        setTimeout(() => res.destroy(), 20)
      },
    })
    await gateway.setRoutes(everywhere(one))
    const response = await query()
    await expect(response.text()).rejects.toThrow('terminated')
  })

  test('a backend that is killed and comes back serves again at once, whatever connections were open', async () => {
    const first = await Backend.start('first')
    await gateway.setRoutes(everywhere(first))
    await Promise.all(Array.from({ length: 20 }, async () => (await push()).text()))
    await first.kill()
    expect((await push()).status).toBe(502)
    await using second = await Backend.start('second', { port: first.port })
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await push()).text()))
    expect(answers).toEqual(Array(20).fill('second'))
    expect(second.got.length).toBe(20)
  })
})

describe('defects', () => {
  const op: WriteOp = { kind: 'write', tenant: 0, stripe: 3, ticks: [12, 12] }
  const at = expect.any(Number)

  test('drop-push acks every second push and loses it', async () => {
    await using one = await Backend.start('one')
    await gateway.setRoutes(everywhere(one))
    await gateway.inject({ kind: 'drop-push', every: 2 })
    const answers = []
    for (let i = 0; i < 4; i++) answers.push(await seen(await push({ headers: { 'x-gauntlet-op': requestId(op) } })))
    const passed = { status: 200, backend: 'one', body: 'one' }
    const dropped = { status: 200, backend: 'gateway', body: '' }
    expect(answers).toEqual([passed, dropped, passed, dropped])
    expect(one.got.length).toBe(2)
    const detail = 'POST /api/v1/push: answered 200 without passing it on'
    const event = { type: 'defect', defect: 'drop-push', at, detail, tenant: 0, stripe: 3, ticks: [12, 12] }
    expect(await fired()).toEqual([event, event])
  })

  test("swap-tenant shows one tenant another's data", async () => {
    await using one = await Backend.start('one')
    await gateway.setRoutes(everywhere(one))
    await gateway.inject({ kind: 'swap-tenant', of: 'a', from: 'b' })
    for (const tenant of ['a', 'b', 'c']) await (await query(tenant)).text()
    expect(one.got.map(({ headers }) => headers['x-scope-orgid'])).toEqual(['b', 'b', 'c'])
    const detail = 'GET /prometheus/api/v1/query: a gets the answer of b'
    expect(await fired()).toEqual([{ type: 'defect', defect: 'swap-tenant', at, detail }])
  })

  test('change-value falsifies one tenant', async () => {
    const body = (value: string) => JSON.stringify({ data: { result: [{ metric: {}, value: [1, value] }] } })
    await using one = await Backend.start('one', { listener: (_, res) => void res.end(body('41')) })
    await gateway.setRoutes(everywhere(one))
    await gateway.inject({ kind: 'change-value', of: 'a' })
    expect([await (await query('a')).text(), await (await query('b')).text()]).toEqual([body('42'), body('41')])
    const detail = 'GET /prometheus/api/v1/query: added 1 to 1 values'
    expect(await fired()).toEqual([{ type: 'defect', defect: 'change-value', at, detail }])
  })

  test('stall holds what arrives, and answers under way, until its time is over', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const { promise: planted, resolve: plant } = Promise.withResolvers<void>()
    await using one = await Backend.start('one', {
      listener: async (_, res) => {
        arrive()
        await planted
        res.end('one')
      },
    })
    await gateway.setRoutes(everywhere(one))
    const underWay = push()
    await arrived
    const before = performance.now()
    await gateway.inject({ kind: 'stall', ms: { writes: 300 } })
    plant()
    const order: string[] = []
    const ended = async (name: string, answer: Promise<Response>) => {
      await (await answer).text()
      order.push(name)
      return performance.now() - before
    }
    const [old, fresh] = await Promise.all([ended('old', underWay), ended('fresh', push()), ended('read', query())])
    for (const ms of [old, fresh]) expect(ms).toBeGreaterThanOrEqual(299)
    expect(order[0]).toBe('read')
    expect((await push()).status).toBe(200)
    const detail = expect.stringMatching(/^POST \/api\/v1\/push: held for \d+ ms$/)
    expect(await fired()).toEqual([{ type: 'defect', defect: 'stall', at, detail }])
  })

  test('refuse turns a apiGroup away and leaves the others alone', async () => {
    await using one = await Backend.start('one')
    await gateway.setRoutes(everywhere(one))
    await gateway.inject({ kind: 'refuse', route: 'writes' })
    expect(await seen(await push())).toEqual({
      status: 502,
      backend: 'gateway',
      body: 'the gateway refuses all writes\n',
    })
    expect((await query()).status).toBe(200)
    expect(one.got.map(({ method }) => method)).toEqual(['GET'])
    expect(await fired()).toEqual([{ type: 'defect', defect: 'refuse', at, detail: 'POST /api/v1/push: refused' }])
  })
})

describe('the process', () => {
  test('an address that is taken is named, with what to do', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const port = (holder.address() as { port: number }).port
    await expect(startGateway({ host: '127.0.0.1', port, protocol, seed: 1, recorder })).rejects.toThrow(
      `the gateway can not listen on 127.0.0.1:${port} (listen EADDRINUSE: address already in use 127.0.0.1:${port}): ` +
        `end what listens there (ss -ltnp 'sport = :${port}'), or choose another address`,
    )
    holder.close()
  })

  test('it stops when told, twice if need be', async () => {
    const own = await startGateway({ host: '127.0.0.1', port: 0, protocol, seed: 1, recorder })
    await own.stop()
    await own.stop()
    expect(isAlive(own.pid)).toBe(false)
    await expect(own.setRoutes(nowhere)).rejects.toThrow(`the gateway at ${own.url} has ended`)
  })

  test('its death is noticed', async () => {
    const own = await startGateway({ host: '127.0.0.1', port: 0, protocol, seed: 1, recorder })
    process.kill(own.pid, 'SIGKILL')
    await expect(own.death).rejects.toThrow(`the gateway at ${own.url} ended (SIGKILL)`)
  })

  test('it ends when the harness is killed', async () => {
    const script = `
      import { startGateway } from ${JSON.stringify(new URL('../../../../harness/cluster/gateway/gateway.ts', import.meta.url))}
      const { pid } = await startGateway({ host: '127.0.0.1', port: 0, protocol: ${JSON.stringify(protocol)}, seed: 1, recorder: { record() {} } })
      console.log(pid)`
    const harness = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [output] = await once(harness.stdout, 'data')
    const pid = Number(String(output))
    process.kill(pid, 0)
    harness.kill('SIGKILL')
    await until(() => (isAlive(pid) ? notYet('it is there') : done(true)), {
      for: `gateway ${pid} to end`,
      deadline: 5000,
      every: 20,
    })
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
