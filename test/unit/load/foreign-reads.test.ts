import { expect, test } from 'vitest'
import { cross } from '../../../harness/mimir/signals/reads/foreign-reads.ts'
import { rulesApi } from '../../../harness/mimir/signals/reads/rules-api.ts'

const dataset = { tenants: ['ann', 'bob'], series: 20, stripes: 10, interval: 1000, epoch: 1_000_000_000 }
const questions = [0, 1, 2, 3, 4].map(n => cross.ask(dataset, 0, { n, now: 1_000_010_000, spacing: 750 })!)
/** What an answer shows to whoever asked for something of this kind. */
const shown = (kind: string, data: unknown) =>
  questions.find(q => q.asks === kind)!.read(JSON.stringify({ status: 'success', data }))

test('cross-tenant: each kind in turn, of all that is not of the tenant; alone there is nothing to ask', () => {
  expect(
    questions.map(({ asks, url }) => `${asks} ${decodeURIComponent(url.replaceAll('+', ' '))}`),
  ).toMatchInlineSnapshot(`
    [
      "samples /prometheus/api/v1/query?query={__name__=~".+",tenant!="ann"}[5000ms]&time=1000010.000",
      "label-values /prometheus/api/v1/label/__name__/values?match[]={__name__=~".+",tenant!="ann"}&start=1000005.000&end=1000010.000",
      "series /prometheus/api/v1/series?match[]={__name__=~".+",tenant!="ann"}&start=1000005.000&end=1000010.000",
      "metadata /prometheus/api/v1/metadata?",
      "exemplars /prometheus/api/v1/query_exemplars?query={__name__=~".+"}&start=996410.000&end=1000010.000",
    ]
  `)
  expect(cross.ask({ ...dataset, tenants: ['ann'] }, 0, { n: 0, now: 1_000_010_000, spacing: 750 })).toBeUndefined()
})

test('cross-tenant: what is there is foreign, whoever it is of', () => {
  const metric = { __name__: 'up', job: 'ingester' }
  expect(
    [
      shown('samples', { resultType: 'matrix', result: [{ metric, values: [[1, '1']] }] }),
      shown('label-values', ['up']),
      shown('series', [{ __name__: 'gauntlet_sample', tenant: 'bob' }]),
      shown('metadata', { gauntlet_identity: [{ type: 'gauge', help: 'of bob', unit: '' }] }),
      shown('exemplars', [{ seriesLabels: { __name__: 'gauntlet_identity', tenant: 'bob' }, exemplars: [] }]),
    ].flatMap(({ anomalies }) => anomalies),
  ).toMatchInlineSnapshot(`
    [
      {
        "kind": "foreign",
        "labels": "up{job="ingester"}",
        "owner": "somebody else",
        "samples": 1,
      },
      {
        "kind": "foreign",
        "labels": "up{}",
        "owner": "somebody else",
        "samples": 0,
      },
      {
        "kind": "foreign",
        "labels": "gauntlet_sample{tenant="bob"}",
        "owner": "bob",
        "samples": 0,
      },
      {
        "kind": "foreign",
        "labels": "gauntlet_identity{help="of bob"}",
        "owner": "somebody else",
        "samples": 0,
      },
      {
        "kind": "foreign",
        "labels": "gauntlet_identity{tenant="bob"}",
        "owner": "bob",
        "samples": 0,
      },
    ]
  `)
})

test("cross-tenant: the tenant's own metadata and exemplars are seen, so that others' would be", () => {
  expect([
    shown('metadata', { gauntlet_identity: [{ type: 'gauge', help: 'of ann', unit: '' }] }),
    shown('exemplars', [{ seriesLabels: { __name__: 'gauntlet_identity', tenant: 'ann' }, exemplars: [] }]),
  ]).toEqual([
    { values: ['ann'], metrics: [], anomalies: [] },
    { values: ['ann'], seen: [], anomalies: [] },
  ])
})

test("rules API: the tenant's own rules and alerts by name, and others as foreign", () => {
  const [rules, alerts] = [0, 1].map(n => rulesApi.ask(dataset, 0, { n, now: 0, spacing: 1000 })!)
  expect([rules!.url, alerts!.url]).toEqual(['/prometheus/api/v1/rules?', '/prometheus/api/v1/alerts?'])
  const rule = (tenant: string) => ({ name: 'gauntlet_rule', labels: { tenant } })
  const groups = [{ rules: [rule('ann'), rule('bob')] }]
  expect(rules!.read(JSON.stringify({ status: 'success', data: { groups } }))).toEqual({
    values: ['gauntlet_rule'],
    anomalies: [{ kind: 'foreign', owner: 'bob', labels: 'gauntlet_rule{tenant="bob"}', samples: 0 }],
  })
  const alert = { labels: { alertname: 'Hot', tenant: 'ann' }, state: 'firing', activeAt: '2030-01-01T12:00:00Z' }
  expect(alerts!.read(JSON.stringify({ status: 'success', data: { alerts: [alert] } }))).toEqual({
    values: ['Hot'],
    alerts: [{ name: 'Hot', state: 'firing', activeAt: Date.UTC(2030, 0, 1, 12) }],
  })
})
