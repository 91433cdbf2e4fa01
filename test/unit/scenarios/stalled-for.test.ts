import { expect, test } from 'vitest'
import type { HistoryEvent, Judged } from '../../../harness/index.ts'
import { stalledFor } from '../../../scenarios/reasons.ts'

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
  const contradicted = 'writes of tenant-b: no window whose bounds hold 300 ms'
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
      notTold: 'writes of tenant-b: no window whose bounds hold 300 ms, but a gap that the want of CPU explains',
    })
  },
)
