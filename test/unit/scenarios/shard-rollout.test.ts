import { expect, test } from 'vitest'
import type { Evidence, HistoryEvent, Judged } from '../../../harness/index.ts'
import { hiddenFrom } from '../../../scenarios/shard-rollout/hidden-rules.ts'
import { limitAsPredicted } from '../../../scenarios/shard-rollout/series-limit.ts'

const judged = (events: unknown[], evidence: Partial<Evidence>[] = []): Judged =>
  ({
    run: { tenants: ['hidden', 'hidden-too', 'shown'] },
    events: events as HistoryEvent[],
    findings: [{ check: 'rules', verdict: 'invalid', summary: '', evidence }],
  }) as unknown as Judged

const gap = (tenant: string) => ({ kind: 'gap', tenant, text: '' })

test('rules are hidden of the two tenants that were chosen for it, and of no other', () => {
  expect(hiddenFrom(judged([], [gap('hidden'), gap('hidden-too')]))).toBeUndefined()
  expect(hiddenFrom(judged([], [gap('hidden')]))).toBe('rules of hidden-too were read without a gap')
  expect(hiddenFrom(judged([], ['hidden', 'hidden-too', 'shown'].map(gap)))).toBe(
    'rules of shown had a gap, and lie in its shard',
  )
})

const most = (tenant: string, series: number) => ({
  type: 'fact',
  at: 0,
  fact: 'most series on an ingester',
  value: { tenant, series },
})

test('the fullest ingester has just as many series as it allows', () => {
  expect(limitAsPredicted(judged([most('tenant-a', 480), most('tenant-b', 480)]))).toBeUndefined()
  expect(limitAsPredicted(judged([most('tenant-a', 480), most('tenant-b', 600)]))).toBe(
    'an ingester has 600 series of tenant-b, 480 predicted',
  )
  expect(limitAsPredicted(judged([]))).toBe('series of ingesters were not counted: the step did not come so far')
})
