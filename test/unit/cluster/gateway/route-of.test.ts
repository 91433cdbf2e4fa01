import { expect, test } from 'vitest'
import { carriesData, routeOf, routesInWords } from '../../../../harness/cluster/gateway/route-of.ts'
import { mimir } from '../../../../harness/mimir/mimir.ts'
import { PATHS } from '../../../../harness/mimir/routes.ts'

const routes = Object.fromEntries(Object.entries(PATHS).map(([name, paths]) => [name, { paths, backends: [] }]))

test.each([
  ['/api/v1/push', 'writes'],
  ['/api/v1/push/influx/write', 'writes'],
  ['/otlp/v1/metrics', 'writes'],
  ['/distributor/all_user_stats', 'writes'],
  ['/prometheus/api/v1/query', 'reads'],
  ['/prometheus/api/v1/label/job/values', 'reads'],
  ['/prometheus/api/v1/read', 'reads'],
  ['/prometheus/config/v1/rules', 'rules'],
  ['/prometheus/config/v1/rules/namespace/group', 'rules'],
  ['/prometheus/api/v1/rules', 'rules'],
  ['/prometheus/api/v1/alerts', 'rules'],
  ['/prometheus/api/v1/rules_of_thumb', 'reads'],
  ['/ruler/ring', 'rules'],
  ['/api/v1/user_stats', 'reads'],
  ['/api/v1/alerts', 'alerts'],
  ['/alertmanager', 'alerts'],
  ['/alertmanager/api/v2/silences', 'alerts'],
  ['/multitenant_alertmanager/status', 'alerts'],
  ['/compactor/tenants', 'compactor'],
  ['/api/v1/upload/block/01H/start', 'compactor'],
  ['/', undefined],
  ['/ready', undefined],
  ['/ingester/flush', undefined],
  ['/api/v1/pushy', undefined],
])('%s: %s', (path, apiGroup) => {
  expect(routeOf(routes, path)).toBe(apiGroup)
})

test('a POST of samples carries data', () => {
  expect([
    carriesData(mimir.protocol, 'POST', 'writes', '/api/v1/push'),
    carriesData(mimir.protocol, 'POST', 'writes', '/otlp/v1/metrics'),
    carriesData(mimir.protocol, 'GET', 'writes', '/api/v1/push'),
    carriesData(mimir.protocol, 'POST', 'writes', '/distributor/ring'),
    carriesData(mimir.protocol, 'POST', 'reads', '/prometheus/api/v1/query'),
  ]).toEqual([true, true, false, false, false])
})

test('the help names every route', () => {
  expect(routesInWords(routes)).toMatchInlineSnapshot(`
    "writes: /api/v1/push /api/v1/push/* /otlp/v1/metrics /distributor/*
    reads: /prometheus/* /api/v1/user_stats /api/v1/user_limits /api/v1/analyze /api/v1/status/buildinfo
    rules: /prometheus/config/v1/rules /prometheus/config/v1/rules/* /prometheus/api/v1/rules /prometheus/api/v1/alerts /ruler/*
    alerts: /alertmanager /alertmanager/* /api/v1/alerts /multitenant_alertmanager/*
    compactor: /compactor/* /api/v1/upload/block/*
    "
  `)
})
