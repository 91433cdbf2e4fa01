import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { isolation } from '../../../harness/mimir/signals/reads/isolation.ts'
import { archive } from '../../judged.ts'
import { all, at, look, read, runOf, write } from './histories.ts'

const run = runOf()
const data = [write(0), write(0, { tenant: 1 })]
const cross = look(500, 'cross-tenant', { seen: [], values: [] })
const labels = look(600, 'labels', { values: ['tenant-a'] })

test('valid: so many answers and cross-tenant reads, no foreign series', () => {
  expect(isolation(run, [...data, cross, labels, read(700, [all([0, 0])])])).toMatchInlineSnapshot(`
    {
      "check": "isolation",
      "evidence": [],
      "summary": "3 answers of 1 tenant, 1 cross-tenant read, no foreign series",
      "verdict": "valid",
    }
  `)
})

test('invalid: a foreign series in an answer', () => {
  const anomalies = [
    { kind: 'foreign' as const, owner: 'tenant-b', labels: '{series="1", tenant="tenant-b"}', samples: 3 },
  ]
  expect(isolation(run, [...data, cross, read(700, [all([0, 0])], { anomalies })])).toMatchInlineSnapshot(`
    {
      "check": "isolation",
      "evidence": [
        {
          "data": {
            "labels": "{series="1", tenant="tenant-b"}",
            "owner": "tenant-b",
            "path": "instant",
            "samples": 3,
          },
          "from": 1893499200700,
          "kind": "foreign",
          "tenant": "tenant-a",
          "text": "tenant-a got 3 samples of tenant-b ({series="1", tenant="tenant-b"}) in the instant read of 12:00:00.700, outside every step and fault",
          "to": 1893499200720,
        },
      ],
      "summary": "2 answers of 1 tenant, 1 cross-tenant read, 1 with what is not the tenant's own",
      "verdict": "invalid",
    }
  `)
})

test('invalid: a cross-tenant read that found something', () => {
  expect(
    isolation(run, [...data, look(500, 'cross-tenant', { seen: [all([0, 0])], values: ['tenant-b'] })]),
  ).toMatchInlineSnapshot(`
    {
      "check": "isolation",
      "evidence": [
        {
          "data": {
            "path": "cross-tenant",
            "values": [
              "tenant-b",
            ],
          },
          "from": 1893499200500,
          "kind": "foreign",
          "tenant": "tenant-a",
          "text": "tenant-a got another tenant's samples in the cross-tenant read of 12:00:00.500, outside every step and fault",
          "to": 1893499200520,
        },
      ],
      "summary": "1 answer of 1 tenant, 1 cross-tenant read, 1 with what is not the tenant's own",
      "verdict": "invalid",
    }
  `)
})

test('invalid: label values of another tenant, at any time', () => {
  const early = look(5, 'labels', { values: ['tenant-a', 'tenant-b'] })
  expect(isolation(run, [...data, cross, early]).evidence).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "path": "labels",
          "values": [
            "tenant-a",
            "tenant-b",
          ],
        },
        "from": 1893499200005,
        "kind": "labels",
        "tenant": "tenant-a",
        "text": "tenant-a got the tenants [tenant-a, tenant-b] where [tenant-a] was expected in the labels read of 12:00:00.005, outside every step and fault",
        "to": 1893499200025,
      },
    ]
  `)
})

test('the own tenant must be among the label values, once it has data', () => {
  expect(isolation(run, [...data, cross, look(5, 'labels', { values: [] })]).verdict).toBe('valid')
  expect(isolation(run, [...data, cross, look(50, 'labels', { values: [] })]).evidence).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "path": "labels",
          "values": [],
        },
        "from": 1893499200050,
        "kind": "labels",
        "tenant": "tenant-a",
        "text": "tenant-a got the tenants [] where [tenant-a] was expected in the labels read of 12:00:00.050, outside every step and fault",
        "to": 1893499200070,
      },
    ]
  `)
})

describe('one tenant alone', () => {
  const alone = runOf({ dataset: { ...run.dataset, tenants: ['tenant-a'] } })

  test('valid: its answers hold its own series, and what they can not show is said', () => {
    expect(isolation(alone, [write(0), labels, read(700, [all([0, 0])])])).toEqual({
      check: 'isolation',
      verdict: 'valid',
      summary:
        '2 answers of 1 tenant, no foreign series; with one tenant alone, whether it could read of another was not tried',
      evidence: [],
    })
  })

  test('invalid: a foreign series is one all the same', () => {
    const strange = look(600, 'labels', { values: ['tenant-a', 'anonymous'] })
    expect(isolation(alone, [write(0), strange])).toEqual({
      check: 'isolation',
      verdict: 'invalid',
      summary:
        "1 answer of 1 tenant, 1 with what is not the tenant's own; with one tenant alone, whether it could read of another was not tried",
      evidence: [
        {
          kind: 'labels',
          text: 'tenant-a got the tenants [tenant-a, anonymous] where [tenant-a] was expected in the labels read of 12:00:00.600, outside every step and fault',
          from: at(600),
          to: at(620),
          tenant: 'tenant-a',
          data: { path: 'labels', values: ['tenant-a', 'anonymous'] },
        },
      ],
    })
  })

  test('unknown: no answer once it had data', () => {
    expect(isolation(alone, [write(0), look(5, 'labels', { values: [] })]).verdict).toBe('unknown')
    expect(isolation(alone, [labels]).verdict).toBe('unknown')
  })
})

test('unknown: no cross-tenant read that could have found something', () => {
  expect(isolation(run, [...data, labels])).toMatchInlineSnapshot(`
    {
      "check": "isolation",
      "evidence": [],
      "summary": "1 answer of 1 tenant, 0 cross-tenant reads, no foreign series",
      "verdict": "unknown",
    }
  `)
  const early = { ...cross, start: at(5) }
  const failed = { ...cross, outcome: 'failed' as const }
  expect(isolation(run, [...data, early, failed]).verdict).toBe('unknown')
})

test("invalid: another tenant's metadata, and rules of another tenant by the rules API", () => {
  const of = (labels: string) => [{ kind: 'foreign' as const, owner: 'tenant-b', labels, samples: 0 }]
  const metadata = look(500, 'cross-tenant', { asks: 'metadata', values: ['tenant-a'], anomalies: of('m{}') })
  const listed = look(900, 'rules-api', { asks: 'rules', values: [], anomalies: of('gauntlet_rule{}') })
  const { verdict, evidence } = isolation(run, [...data, metadata, listed])
  expect({ verdict, texts: evidence.map(e => e.text) }).toMatchInlineSnapshot(`
    {
      "texts": [
        "tenant-a got metadata of tenant-b (m{}) in the cross-tenant read of 12:00:00.500, outside every step and fault",
        "tenant-a got rules of tenant-b (gauntlet_rule{}) in the rules-api read of 12:00:00.900, outside every step and fault",
      ],
      "verdict": "invalid",
    }
  `)
})

test('unknown: metadata was asked for, and nobody ever saw any', () => {
  const metadata = look(500, 'cross-tenant', { asks: 'metadata', values: [] })
  const { verdict, evidence } = isolation(run, [...data, metadata])
  expect({ verdict, texts: evidence.map(e => e.text) }).toMatchInlineSnapshot(`
    {
      "texts": [
        "no metadata of any tenant were seen, so none could be told apart",
      ],
      "verdict": "unknown",
    }
  `)
})

test("invalid: for 30 s store-gateways answer one tenant with another's blocks", () => {
  const old = Array.from({ length: 60 }, (_, i): HistoryEvent => {
    const [found, wrong] = i >= 20 ? [0, 100] : [100, 0]
    const request = { due: at(500 * i), start: at(500 * i), end: at(500 * i + 20) }
    const foreign = wrong > 0 ? { foreign: wrong } : {}
    return { type: 'archive', chunk: 3, other: 'archive-other', ...request, expected: 100, found, wrong, ...foreign }
  })
  const { verdict, evidence } = isolation(run, [...data, cross, ...old])
  expect({ verdict, pieces: evidence.length, first: evidence[0] }).toMatchInlineSnapshot(`
    {
      "first": {
        "data": {
          "path": "archive",
          "samples": 100,
        },
        "from": 1893499210000,
        "kind": "foreign",
        "tenant": "archive-other",
        "text": "archive-other got 100 samples of another tenant in the read of old data (chunk 3) of 12:00:10.000, outside every step and fault",
        "to": 1893499210020,
      },
      "pieces": 40,
      "verdict": "invalid",
    }
  `)
  expect(archive({ ...run, signals: ['archive'] }, old)?.verdict).toBe('invalid')
})
