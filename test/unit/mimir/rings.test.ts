import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRing } from '../../../harness/mimir/rings.ts'

/** Pages by path, as a pod shows them to who accepts JSON. */
const pages: Record<string, unknown> = {
  '/ingester/ring': {
    shards: [
      { id: 'ingester-zone-a-0', state: 'ACTIVE', address: '127.0.0.1:9095', zone: 'zone-a', tokens: [1, 2] },
      { id: 'ingester-0', state: 'UNHEALTHY', address: '127.0.0.2:9095', tokens: null, timestamp: 'now' },
    ],
    now: '2026-01-01T00:00:00Z',
  },
  '/store-gateway/ring': { shards: null },
}

let server: Server
let url: string
beforeAll(async () => {
  server = createServer((req, res) => {
    const page = pages[req.url!]
    const json = page !== undefined && req.headers.accept === 'application/json'
    res.writeHead(200, { 'content-type': json ? 'application/json' : 'text/html' })
    res.end(json ? JSON.stringify(page) : '<html></html>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

test('a ring is its members; what a page leaves out is empty', async () => {
  expect(await readRing(url, 'ingester')).toEqual([
    { id: 'ingester-zone-a-0', state: 'ACTIVE', address: '127.0.0.1:9095', zone: 'zone-a', tokens: [1, 2] },
    { id: 'ingester-0', state: 'UNHEALTHY', address: '127.0.0.2:9095', zone: '', tokens: [] },
  ])
})

test('a ring that nobody joined has no members', async () => {
  expect(await readRing(url, 'store-gateway')).toEqual([])
})

test('a pod without that ring answers with something else', async () => {
  await expect(readRing(url, 'ruler')).rejects.toThrow(
    new Error(`${url}/ruler/ring: expected the ring as JSON, got text/html; does this pod run the ruler ring?`),
  )
})
