import { expect, test } from 'vitest'
import type { HistoryEvent, Judged } from '../../../harness/index.ts'
import { downDuringFault, failedOn, stalledFor } from '../../../scenarios/reasons.ts'

type Finding = Judged['findings'][number]

const stall = { type: 'defect', at: 1000, defect: 'stall' } as HistoryEvent
const write = { type: 'write', outcome: 'acked', due: 0, start: 0, end: 20 } as HistoryEvent

const gap = (kind: string, tenant: string, atLeastMs: number, atMostMs: number) => ({
  kind,
  text: '',
  tenant,
  data: { path: 'writes', atLeastMs, atMostMs },
})

const judged = (...evidence: Finding['evidence']): Judged => ({
  run: { tenants: ['tenant-a', 'tenant-b'] } as unknown as Judged['run'],
  events: [write, stall],
  findings: [{ check: 'availability', verdict: 'invalid', summary: '', evidence }],
})

test('every tenant had a window as long as the stall', () => {
  const windows = [gap('window', 'tenant-a', 290, 310), gap('window', 'tenant-b', 340, 350)]
  expect(stalledFor(judged(...windows), 'writes', 300)).toBeUndefined()
})

test('a tenant without one, or with one that is longer than the stall explains, contradicts it', () => {
  const contradicted = 'writes of tenant-b had no window of downtime whose bounds hold 300 ms'
  const window = gap('window', 'tenant-a', 290, 310)
  expect(stalledFor(judged(window), 'writes', 300)).toBe(contradicted)
  expect(stalledFor(judged(window, gap('window', 'tenant-b', 341, 350)), 'writes', 300)).toBe(contradicted)
  expect(stalledFor(judged(window, gap('untold', 'tenant-b', 200, 299)), 'writes', 300)).toBe(contradicted)
})

test.each(['untold', 'uncertain'])(
  'a gap that is %s tells nothing: it may have been the stall, or want of CPU',
  kind => {
    const gaps = [gap('window', 'tenant-a', 290, 310), gap(kind, 'tenant-b', 290, 310)]
    expect(stalledFor(judged(...gaps), 'writes', 300)).toEqual({
      notTold:
        'writes of tenant-b had no window of downtime whose bounds hold 300 ms, but a gap that the want of CPU explains',
    })
  },
)

const during = [
  { type: 'fault', phase: 'injected', at: 1000 },
  { type: 'fault', phase: 'recovered', at: 9000 },
] as HistoryEvent[]

const withFault = (...evidence: Finding['evidence']): Judged => ({ ...judged(...evidence), events: during })

const at = (from: number, to: number, ...told: Parameters<typeof gap>) => ({ ...gap(...told), from, to })

test('down during a fault: a tenant without a window contradicts it, unless it had a gap then of which nobody can tell', () => {
  const window = at(1000, 8000, 'window', 'tenant-a', 6900, 7000)
  const contradicted = 'writes of tenant-b had no window of downtime during the fault'
  const told = (...gaps: Finding['evidence']) => downDuringFault(withFault(window, ...gaps), 'writes')
  expect(told(at(1000, 8000, 'window', 'tenant-b', 6900, 7000))).toBeUndefined()
  expect(told()).toBe(contradicted)
  expect(told(at(9500, 9900, 'untold', 'tenant-b', 300, 400))).toBe(contradicted)
  expect(told(at(1000, 8000, 'untold', 'tenant-b', 6900, 7000))).toEqual({
    notTold: `${contradicted}, but a gap that the want of CPU explains`,
  })
})

test('red on one path alone: where nothing is red, and want of CPU may be why, nobody can tell', () => {
  expect(failedOn(judged(gap('errors', 'tenant-a', 0, 0)), 'writes')).toBeUndefined()
  expect(failedOn(judged(gap('errors', 'tenant-a', 0, 0)), 'instant')).toBe('availability was red on writes')
  expect(failedOn(judged(), 'writes')).toBe('availability was red on no path')
  expect(failedOn(judged(gap('untold', 'tenant-a', 0, 0)), 'writes')).toEqual({
    notTold: 'availability was red on no path, but a gap that the want of CPU explains',
  })
})
