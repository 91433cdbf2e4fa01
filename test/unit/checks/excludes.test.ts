import { expect, test } from 'vitest'
import { rareIn } from '../../../harness/checks/excludes.ts'
import { dueOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { excludesText } from '../../../harness/report/excludes-text.ts'
import { judge } from '../../judged.ts'
import { allowing, at, NOON, runOf, write } from './histories.ts'
import { wholeHistory, wholeRun } from './whole-run.ts'

test('what a valid run with every signal excludes, kind by kind', () => {
  const { verdict, excludes } = judge(wholeRun, wholeHistory)
  expect(verdict).toBe('valid')
  expect(excludesText(excludes)).toMatchInlineSnapshot(`
    [
      "lost write requests: fewer than 1 in 26 (95 %); tenant-a 1 in 13; stripe 0 of tenant-a 1 in 6",
      "samples that come late to reads: from 40 ms on; half of the reads 290 ms; stripe 0 of tenant-b 790 ms",
      "answers with wrong samples: fewer than 1 in 42 (95 %)",
      "answers with what is not the tenant's own: fewer than 1 in 96 (95 %); tenant-a 1 in 48",
      "reads across tenants that got something: fewer than 1 in 13 (95 %)",
      "times without an evaluation: from 6.50 s on",
      "answers that lack old samples: fewer than 1 in 26 (95 %)",
      "answers with alerts that are silenced or not: fewer than 1 in 13 (95 %)",
      "times without an alert or its silence: from 500 ms on",
      "times in which an alert with \`for\` does not fire as before: from 11.5 s on",
      "gaps: alerts from 2.50 s on; writes 2.50 s; instant 2.50 s; range 3.00 s; labels 3.00 s; cross-tenant 3.00 s; rules 3.00 s; rules-api 3.00 s",
      "failed requests of k6: writes fewer than 1 in 13 (95 %); queries 1 in 13",
      "series of the observer stored wrong: too few seen for a bound",
      "failed operations of a tenant: writes fewer than 1 in 13 (95 %); instant 1 in 13; range 1 in 6; labels 1 in 6; cross-tenant 1 in 6; rules 1 in 6; rules-api 1 in 6",
      "slow stripes: writes from 2.00 s on; instant 2.00 s; range 2.00 s",
      "deaths of a pod: fewer than 470 an hour (95 %)",
    ]
  `)
})

test('what was not valid excludes nothing', () => {
  const kinds = judge(
    wholeRun,
    wholeHistory.filter(e => e.type !== 'read'),
  ).excludes.map(e => e.kind)
  expect(kinds.filter(kind => /lost|read|own/.test(kind))).toEqual([])
})

test('of too few nothing is excluded, and of none of a whole nothing is said', () => {
  expect([rareIn('x', 2231), rareIn('x', 3), rareIn('x', 0, 'tenant-a'), rareIn('x', 0)]).toEqual([
    [{ kind: 'x', unit: 'ratio', bound: 3 / 2231 }],
    [{ kind: 'x', unit: 'ratio', bound: 1 }],
    [{ kind: 'x', unit: 'ratio', bound: 1, of: 'tenant-a' }],
    [],
  ])
})

/** Writes of one tenant in ten stripes at random moments for 20 s; those that are due in a stall are answered at its end. */
const stalled = (from: number, ms: number) => {
  const run = runOf({
    dataset: { tenants: ['tenant-a'], series: 10, stripes: 10, interval: 1000, epoch: NOON, seed: 7 },
    spacing: { writes: 100 },
    objectives: allowing(200),
  })
  const events = Array.from({ length: 200 }, (_, i) => {
    const [stripe, tick] = [i % 10, Math.floor(i / 10)]
    const due = dueOf(run.dataset, { tenant: 0, stripe }, tick)
    const held = due >= at(from) && due < at(from + ms)
    return write(tick, { stripe, due, start: due, end: (held ? at(from + ms) : due) + 5 })
  })
  const { findings, excludes } = judge(run, events)
  return {
    verdict: findings.find(f => f.check === 'availability')!.verdict,
    gaps: excludes.find(e => e.kind === 'gaps' && e.of === 'writes')?.bound,
  }
}

test('a stall is found wherever it begins, if it is longer than what a run without one excludes', () => {
  const { verdict, gaps } = stalled(0, 0)
  expect({ verdict, gaps }).toEqual({ verdict: 'valid', gaps: 386 })
  const verdicts = Array.from({ length: 400 }, (_, i) => stalled(5000 + 25 * i, gaps! + 5).verdict)
  expect(new Set(verdicts)).toEqual(new Set(['invalid']))
})
