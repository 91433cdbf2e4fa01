import { expect, test } from 'vitest'
import type { HistoryEvent, PodEvent } from '../../../harness/history/events.ts'
import { traceFile } from '../../../harness/report/trace.ts'
import { signals } from '../../judged.ts'
import { at, end, failedWrite, fault, NOON, read, runOf, step } from '../checks/histories.ts'

const trace = (events: readonly HistoryEvent[]) => JSON.parse(traceFile(runOf({ startedAt: NOON }), events, signals))

const store = (phase: PodEvent['phase'], ms: number): PodEvent => ({
  type: 'pod',
  pod: 'store-0',
  component: 'store',
  phase,
  at: at(ms),
})

test('steps, faults, gates, pods and failed operations are in the trace, in microseconds since the run began', () => {
  const gate = { type: 'gate', gate: 'up', expr: 'up', wants: '= 1' } as const
  const { traceEvents, otherData, displayTimeUnit } = trace([
    store('starting', 0),
    store('ready', 100),
    ...step(1000, 3000),
    ...fault(1000, 1500),
    { type: 'defect', defect: 'drop-push', at: at(1700), tenant: 1 },
    { ...gate, phase: 'waiting', at: at(2000) },
    { ...gate, phase: 'failed', at: at(2500), seen: '0' },
    { type: 'step', step: 'never', phase: 'skipped', at: at(3000) },
    store('killed', 3000),
    read(500, []),
    failedWrite(2),
    end(4000),
  ])
  expect({ otherData, displayTimeUnit }).toEqual({
    displayTimeUnit: 'ms',
    otherData: { run: runOf().id, title: runOf().title, began: '2030-01-01T12:00:00.000Z', left_out: 0 },
  })
  const lines = traceEvents
    .filter((e: { ph: string }) => e.ph !== 'M')
    .map((e: Record<string, unknown>) => {
      const { ph, pid, tid, ts, dur, cat, id, name, args = {} } = e
      return [ph, `${pid}/${tid}`, ts, dur ?? '-', cat, id ?? '-', name, JSON.stringify(args)].join(' ')
    })
  expect(lines).toMatchInlineSnapshot(`
    [
      "X 1/1 1000000 2000000 step - roll zone-a {"outcome":"done"}",
      "b 1/2 1000000 - fault kill-pod#1 kill-pod#1 {"kind":"kill-pod","pods":["ingester-0"],"outcome":"recovered"}",
      "n 1/2 1000000 - fault kill-pod#1 injecting {}",
      "n 1/2 1010000 - fault kill-pod#1 effective {"detail":"pid 7 is gone"}",
      "n 1/2 1490000 - fault kill-pod#1 recovering {}",
      "n 1/2 1500000 - fault kill-pod#1 recovered {"detail":"ingester-0 is ACTIVE"}",
      "e 1/2 1500000 - fault kill-pod#1 kill-pod#1 {}",
      "b 1/3 2000000 - gate up#0 up {"expr":"up","wants":"= 1","seen":"0","outcome":"failed"}",
      "e 1/3 2500000 - gate up#0 up {}",
      "i 1/4 1700000 - defect - drop-push {"tenant":1}",
      "X 2/1 0 100000 pod - starting {}",
      "X 2/1 100000 2900000 pod - ready {}",
      "i 2/1 0 - pod - starting {}",
      "i 2/1 100000 - pod - ready {}",
      "i 2/1 3000000 - pod - killed {}",
      "b 3/0 2000000 - failed operation 0 writes of tenant-a {"error":"503 no healthy upstream"}",
      "e 3/0 2010000 - failed operation 0 writes of tenant-a {}",
    ]
  `)
  const names = traceEvents.filter((e: { name: string }) => /_name$/.test(e.name))
  expect(
    names.map((e: { pid: number; tid: number; args: { name: string } }) => `${e.pid}/${e.tid} ${e.args.name}`),
  ).toMatchInlineSnapshot(`
    [
      "1/0 Operation",
      "1/1 steps",
      "1/2 faults",
      "1/3 gates",
      "1/4 defects",
      "2/0 Pods",
      "2/1 store-0",
      "3/0 Failed operations",
    ]
  `)
})

test('what never ended lasts until the run ended, and says so', () => {
  const { traceEvents } = trace([{ type: 'step', step: 'hang', phase: 'begin', at: at(1000) }, end(4000)])
  expect(traceEvents.filter((e: { cat: string }) => e.cat === 'step')).toEqual([
    {
      ...{ ph: 'X', cat: 'step', name: 'hang', pid: 1, tid: 1, ts: 1_000_000, dur: 3_000_000 },
      args: { outcome: 'not finished' },
    },
  ])
})

test('of 20,001 failed operations one is left out, and the file says so', () => {
  const { traceEvents, otherData } = trace(Array.from({ length: 20_001 }, (_, i) => failedWrite(i)))
  const failed = traceEvents.filter((e: { cat: string; ph: string }) => e.cat === 'failed operation' && e.ph === 'b')
  expect({ written: failed.length, leftOut: otherData.left_out }).toEqual({ written: 20_000, leftOut: 1 })
})
