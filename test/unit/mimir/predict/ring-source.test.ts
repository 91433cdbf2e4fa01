import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { readRingFrom } from '../../../../harness/mimir/predict/ring-source.ts'
import { UsageError } from '../../../../harness/util/errors.ts'
import { serve } from '../../serve.ts'
import { ringText } from './ring-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'ring-'))
const HOW = "give a file that `curl -H 'Accept: application/json' http://POD/ingester/ring` wrote, or that address"

/** What was asked for, besides. */
const asked: string[] = []
let url: string
beforeEach(async () => {
  asked.length = 0
  url = await serve((req, res) => {
    asked.push(`${req.method} ${req.url} ${req.headers.accept}`)
    const [status, type, text] = pages[req.url!] ?? [200, 'application/json', ringText(1)]
    res.writeHead(status, { 'content-type': type }).end(text)
  })
})
/** What is answered at some paths; elsewhere it is a ring. */
const pages: Record<string, [status: number, type: string, text: string]> = {
  '/html': [200, 'text/html; charset=utf-8', '<html></html>'],
  '/none': [404, 'text/plain', '404 page not found'],
  '/nothing': [200, 'application/json', ''],
}
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test('a file: members with all that decides shards; the moment is when the page was made', async () => {
  const times = { read_only: true, read_only_updated_timestamp: '2025-12-31T00:00:00Z' }
  const text = ringText(1, (_, i) => ({
    tokens: [i],
    ...(i === 1 && times),
    ...(i === 2 && { registered_timestamp: undefined }),
  }))
  const long = {
    address: expect.any(String),
    state: 'ACTIVE',
    registeredAt: 1_764_547_200,
    readOnly: false,
    readOnlyUpdatedAt: 0,
  }
  expect(await readRingFrom(file('ring.json', text))).toEqual({
    members: [
      { ...long, id: 'ingester-zone-a-0', zone: 'zone-a', tokens: [0] },
      {
        ...long,
        id: 'ingester-zone-b-0',
        zone: 'zone-b',
        tokens: [1],
        readOnly: true,
        readOnlyUpdatedAt: 1_767_139_200,
      },
      { ...long, id: 'ingester-zone-c-0', zone: 'zone-c', tokens: [2], registeredAt: 0 },
    ],
    now: 1_767_225_600,
  })
})

test('of a pod one page is asked, as JSON: that of the ingesters, or the one that is named', async () => {
  const rings = await Promise.all([url, `${url}/`, `${url}/store-gateway/ring?x=1`].map(readRingFrom))
  expect(rings.map(ring => ring.members.length)).toEqual([3, 3, 3])
  expect(asked.sort()).toEqual([
    'GET /ingester/ring application/json',
    'GET /ingester/ring application/json',
    'GET /store-gateway/ring?x=1 application/json',
  ])
})

test.each<[name: string, text: string, what: string, fix: string]>([
  ['empty', '', 'is not the page of a ring as JSON', HOW],
  ['html', '<html>', 'is not the page of a ring as JSON', HOW],
  ['other', '{"status":"success"}', 'is not the page of a ring as JSON', HOW],
  ['members', '{"shards":[{"id":1}]}', 'is not the page of a ring as JSON', HOW],
])('a file %s is refused', async (name, text, what, fix) => {
  const path = file(name, text)
  await expect(readRingFrom(path)).rejects.toThrow(new UsageError(`--ring ${path} ${what}`, fix))
})

test('a ring that has nobody, or nobody with tokens', async () => {
  const nobody = file('nobody', '{"shards":null,"now":"2026-01-01T00:00:00Z"}')
  await expect(readRingFrom(nobody)).rejects.toThrow(
    new UsageError(`--ring ${nobody}: nobody is in this ring`, 'ask a pod that sees the others'),
  )
  const joining = file(
    'joining',
    ringText(1, () => ({ tokens: null })),
  )
  await expect(readRingFrom(joining)).rejects.toThrow(
    new UsageError(`--ring ${joining}: no member has tokens`, 'wait until members are ACTIVE, or name another ring'),
  )
})

test('a file that is not there', async () => {
  await expect(readRingFrom('/no/ring.json')).rejects.toThrow(
    new UsageError(
      "--ring /no/ring.json can not be read (ENOENT: no such file or directory, open '/no/ring.json')",
      HOW,
    ),
  )
})

test('a pod that answers with something else, or not at all', async () => {
  const refused = (path: string, what: string, fix: string) =>
    expect(readRingFrom(`${url}${path}`)).rejects.toThrow(new UsageError(`--ring ${url}${path}${what}`, fix))
  await refused('/html', ' answers HTML, not JSON', 'name a pod that runs this ring, or another page')
  await refused('/none', ' answers HTTP 404: 404 page not found', HOW)
  await refused('/nothing', ' is not the page of a ring as JSON', HOW)
  await expect(readRingFrom('http://127.0.0.1:1')).rejects.toThrow(
    new UsageError(
      '--ring http://127.0.0.1:1/ingester/ring: no answer (connect ECONNREFUSED 127.0.0.1:1)',
      'name a pod that can be reached from here',
    ),
  )
  await expect(readRingFrom('http://[')).rejects.toThrow(new UsageError('--ring http://[ is no address', HOW))
})
