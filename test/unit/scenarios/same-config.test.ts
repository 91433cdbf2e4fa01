import { expect, test } from 'vitest'
import { differing } from '../../../scenarios/read-write-migration/same-config.ts'

/** What a pod of these modules tells, on an address and ports of its own. */
const pod = (name: string, target: string, host: string, http: number) => ({
  name,
  address: { host, ports: { http, grpc: http + 1, gossip: http + 2 } },
  config: {
    target: JSON.stringify(target),
    'server.http_listen_port': String(http),
    'querier.ring.instance_id': JSON.stringify(name),
    'querier.ring.instance_addr': JSON.stringify(host),
    'querier.timeout': '"30s"',
  },
})
const querier = pod('querier-0', 'querier', '198.18.5.1', 8080)
const read = pod('mimir-read-2', 'query-frontend,querier', '198.18.20.3', 18_080)

test("what a group runs, and what is a pod's own, may differ", () => {
  expect(differing('querier', querier, read)).toEqual([])
})

test('any other setting may not, nor be there on one side alone', () => {
  const otherwise = { ...read.config, 'querier.timeout': '"2m"', 'querier.new': 'true' }
  expect(differing('querier', querier, { ...read, config: otherwise })).toEqual([
    'querier.timeout is "2m", on querier "30s"',
    'querier.new is true, on querier undefined',
  ])
})
