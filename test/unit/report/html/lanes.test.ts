import { expect, test } from 'vitest'
import type { ReadEvent, WriteEvent } from '../../../../harness/history/events.ts'
import { type Lane, lanesOf } from '../../../../harness/report/html/lanes.ts'
import { recorded } from '../../../../harness/report/html/recorded.ts'
import { sampleRun } from '../sample-run.ts'

const write = (tenant: number, more: Partial<WriteEvent> = {}): WriteEvent => ({
  type: 'write',
  tenant,
  shard: 0,
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
  const events = recorded([
    read(1),
    read(0, { path: 'range', outcome: 'failed', error: 'timeout' }),
    write(0, { ticks: [3, 4], end: 2500 }),
  ])
  expect(lanesOf(sampleRun, events, 1000, 12)).toEqual([
    [
      'writes',
      [
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
    ],
    [
      'instant',
      [
        {
          path: 'instant',
          tenants: ['tenant-b'],
          label: 'tenant-b',
          operations: [{ end: 3, latency: 3, ok: true }],
          limited: 0,
          causes: new Map(),
        },
      ],
    ],
    [
      'range',
      [
        {
          path: 'range',
          tenants: ['tenant-a'],
          label: 'tenant-a',
          operations: [{ end: 3, latency: 3, ok: false }],
          limited: 0,
          causes: new Map([['timeout', 1]]),
        },
      ],
    ],
  ])
})

test('of too many tenants those that failed most keep their row, the rest share one', () => {
  const failed = (tenant: number, status: number) => write(tenant, { outcome: 'unknown', status })
  const events = recorded([write(0), failed(0, 503), write(1), failed(2, 503), failed(2, 500), failed(3, 502)])
  const run = { ...sampleRun, dataset: { ...sampleRun.dataset, tenants: ['a', 'b', 'c', 'd'] } }
  const [[, lanes] = ['', []]] = lanesOf(run, events, 1000, 3)
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
  const [[, lanes]] = lanesOf(run, recorded([limited(0), write(0), limited(1)]), 1000, 12) as [[string, Lane[]]]
  expect(lanes.map(l => [l.label, l.operations.map(o => o.ok), l.limited, [...l.causes]])).toEqual([
    ['tenant-a', [true, true], 1, []],
    ['tenant-b', [false], 0, [['429', 1]]],
  ])
})
