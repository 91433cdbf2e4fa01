import { expect, test } from 'vitest'
import { catalogue, READY_PATH, served } from '../../../../harness/mimir/topology/components.ts'
import { components } from '../../../../harness/mimir/topology/topology.ts'

test('the catalogue', () => {
  const rows = components.map(name => {
    const { stateful, gracePeriod, serves, ring } = catalogue[name]
    return [name, stateful ? 'stateful' : 'stateless', `${gracePeriod / 1000} s`, serves.join(), ring?.page, ring?.key]
  })
  expect(rows.map(row => row.filter(Boolean).join(' | '))).toMatchInlineSnapshot(`
    [
      "distributor | stateless | 100 s | writes | /distributor/ring | collectors/distributor",
      "ingester | stateful | 1200 s | /ingester/ring | collectors/ring",
      "querier | stateless | 180 s | /querier/ring | collectors/querier",
      "query-frontend | stateless | 390 s | reads",
      "query-scheduler | stateless | 180 s | /query-scheduler/ring | collectors/query-scheduler",
      "store-gateway | stateful | 120 s | /store-gateway/ring | collectors/store-gateway",
      "compactor | stateful | 900 s | compactor | /compactor/ring | collectors/compactor",
      "ruler | stateless | 600 s | rules | /ruler/ring | rulers/ring",
      "alertmanager | stateful | 900 s | alerts | /multitenant_alertmanager/ring | alertmanagers/alertmanager",
      "overrides-exporter | stateless | 30 s | /overrides-exporter/ring | collectors/overrides-exporter",
    ]
  `)
  expect(READY_PATH).toBe('/ready')
})

test('a group serves what its modules serve', () => {
  expect(served(['query-scheduler', 'ruler', 'compactor', 'alertmanager'])).toEqual(['rules', 'compactor', 'alerts'])
})
