import { expect, test, vi } from 'vitest'
import { reason } from '../../../harness/util/errors.ts'
import { request, said } from '../../../harness/util/request.ts'
import { serve } from '../serve.ts'

/** Tells what it was asked: method, path, what is sent as what, and what is accepted how. */
const echo = () =>
  serve(async (asked, response) => {
    const { 'content-type': type, 'content-length': length, accept, 'accept-encoding': coding } = asked.headers
    const text = (await asked.toArray()).join('')
    const told = { method: asked.method, path: asked.url, type, length, accept, coding, text }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(told))
  })

const why = (asking: Promise<unknown>) => asking.then(() => 'an answer', reason)

test('what is asked arrives as it is, and an answer is text, whatever it holds', async () => {
  const url = await echo()
  const { text, ...reply } = await request(`${url}/a?b=%7B1%7D`, { timeout: 5000 })
  expect(reply).toEqual({ status: 200, type: 'application/json' })
  expect(JSON.parse(text)).toEqual({ method: 'GET', path: '/a?b=%7B1%7D', accept: '*/*', coding: 'identity', text: '' })
})

test('a body is sent as what it is; nothing is said of one that there is not', async () => {
  const url = await echo()
  const body = { type: 'application/json', text: ' {"a": "ü"}\n' }
  const posted = await request(url, { method: 'POST', body, headers: { accept: 'text/html' }, timeout: 5000 })
  expect(JSON.parse(posted.text)).toEqual({
    method: 'POST',
    path: '/',
    type: 'application/json',
    length: '13',
    accept: 'text/html',
    coding: 'identity',
    text: body.text,
  })
  const bare = await request(url, { method: 'POST', timeout: 5000 })
  expect(JSON.parse(bare.text)).toMatchObject({ method: 'POST', length: '0', text: '' })
  expect(JSON.parse(bare.text)).not.toHaveProperty('type')
})

test('no status is an error, and a redirect is an answer', async () => {
  const url = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end('there\n'))
  expect(await request(url, { timeout: 5000 })).toEqual({ status: 302, type: undefined, text: 'there\n' })
})

test('a proxy of the environment is not asked', async () => {
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9')
  for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '')
  expect((await request(await echo(), { timeout: 5000 })).status).toBe(200)
  vi.unstubAllEnvs()
})

test('an answer that does not begin in time, and one that stops half-way', async () => {
  const silent = await serve(() => {})
  expect(await why(request(silent, { timeout: 50 }))).toBe('no answer within 50 ms')
  const half = await serve((_, response) => void response.writeHead(200).write('half'))
  expect(await why(request(half, { timeout: 50 }))).toBe('no answer within 50 ms')
})

test('one that comes in pieces may take longer than each of them', async () => {
  const slow = await serve(async (_, response) => {
    for (let i = 0; i < 4; i++) {
      response.write(String(i))
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    response.end()
  })
  expect((await request(slow, { timeout: 300 })).text).toBe('0123')
})

test('no answer, for a reason that is told once', async () => {
  expect(await why(request('http://127.0.0.1:9', { timeout: 5000 }))).toBe('connect ECONNREFUSED 127.0.0.1:9')
  const cut = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy())
  })
  expect(await why(request(cut, { timeout: 5000 }))).toBe('stream has been aborted')
})

test('an answer in words', () => {
  expect(said({ status: 503, type: undefined, text: ' no ingesters\n' })).toBe('HTTP 503: no ingesters')
  expect(said({ status: 500, type: undefined, text: '\n' })).toBe('HTTP 500')
})
