import { expect, test } from 'vitest'
import type { WriteEvent } from '../../../../harness/mimir/signals/ledger/ledger-records.ts'
import type { ReadEvent } from '../../../../harness/mimir/signals/reads/reads-records.ts'
import { lanesOf } from '../../../../harness/report/html/lane-rows.ts'
import { streams } from '../../../judged.ts'
import { sampleRun } from '../sample-run.ts'

const write = (tenant: number, more: Partial<WriteEvent> = {}): WriteEvent => ({
  type: 'write',
  tenant,
  stripe: 0,
  ticks: [0, 0],
  due: 1000,
  start: 1000,
  end: 1004,
  outcome: 'acked',
  ...more,
})
const read = (tenant: number, more: Partial<ReadEvent> = {}): ReadEvent => ({
  type: 'read',
  path: 'instant',
  tenant,
  due: 1000,
  start: 1000,
  end: 1003,
  outcome: 'ok',
  ...more,
})

test('a lane a path and tenant, in the order of the report; a request of two ticks is two operations', () => {
  const events = [
    read(1),
    read(0, { path: 'range', outcome: 'failed', error: 'timeout' }),
    write(0, { ticks: [3, 4], end: 2500 }),
  ]
  expect(lanesOf(sampleRun, events, streams, 1000, 12)).toEqual([
    {
      path: 'writes',
      title: 'Writes',
      lanes: [
        {
          path: 'writes',
          tenants: ['tenant-a'],
          label: 'tenant-a',
          operations: [
            { end: 1500, latency: 1500, ok: true },
            { end: 1500, latency: 500, ok: true },
          ],
          limited: 0,
          causes: new Map(),
        },
      ],
    },
    {
      path: 'instant',
      title: 'Reads: instant',
      lanes: [
        {
          path: 'instant',
          tenants: ['tenant-b'],
          label: 'tenant-b',
          operations: [{ end: 3, latency: 3, ok: true }],
          limited: 0,
          causes: new Map(),
        },
      ],
    },
    {
      path: 'range',
      title: 'Reads: range',
      lanes: [
        {
          path: 'range',
          tenants: ['tenant-a'],
          label: 'tenant-a',
          operations: [{ end: 3, latency: 3, ok: false }],
          limited: 0,
          causes: new Map([['timeout', 1]]),
        },
      ],
    },
  ])
})

test('of too many tenants those that failed most keep their row, the rest share one', () => {
  const failed = (tenant: number, status: number) => write(tenant, { outcome: 'unknown', status })
  const events = [write(0), failed(0, 503), write(1), failed(2, 503), failed(2, 500), failed(3, 502)]
  const run = { ...sampleRun, tenants: ['a', 'b', 'c', 'd'] }
  const [{ lanes } = { lanes: [] }] = lanesOf(run, events, streams, 1000, 3)
  expect(
    lanes.map(({ label, tenants, operations, causes }) => [label, tenants, operations.length, [...causes]]),
  ).toEqual([
    ['a', ['a'], 2, [['503', 1]]],
    [
      'c',
      ['c'],
      2,
      [
        ['503', 1],
        ['500', 1],
      ],
    ],
    ['2 other tenants', ['b', 'd'], 2, [['502', 1]]],
  ])
})

test('a limited request has failed, unless the role of its tenant expects that', () => {
  const limited = (tenant: number) => write(tenant, { outcome: 'limited', status: 429 })
  const run = { ...sampleRun, roles: { 'tenant-a': { expectsLimits: true } } }
  const [{ lanes } = { lanes: [] }] = lanesOf(run, [limited(0), write(0), limited(1)], streams, 1000, 12)
  expect(lanes.map(l => [l.label, l.operations.map(o => o.ok), l.limited, [...l.causes]])).toEqual([
    ['tenant-a', [true, true], 1, []],
    ['tenant-b', [false], 0, [['429', 1]]],
  ])
})
