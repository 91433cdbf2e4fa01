import { expect, test } from 'vitest'
import { differing } from '../../../scenarios/read-write-migration/same-config.ts'

const querier = {
  name: 'querier-0',
  address: { host: '198.18.5.1', http: 8080, grpc: 9095, gossip: 7946 },
  config: {
    target: '"querier"',
    'server.http_listen_port': '8080',
    'querier.ring.instance_id': '"querier-0"',
    'querier.ring.instance_addr': '"198.18.5.1"',
    'querier.timeout': '"30s"',
  },
}
const read = {
  name: 'mimir-read-2',
  address: { host: '198.18.20.3', http: 18_080, grpc: 19_095, gossip: 17_946 },
  config: {
    target: '"query-frontend,querier"',
    'server.http_listen_port': '18080',
    'querier.ring.instance_id': '"mimir-read-2"',
    'querier.ring.instance_addr': '"198.18.20.3"',
    'querier.timeout': '"30s"',
  },
}

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
