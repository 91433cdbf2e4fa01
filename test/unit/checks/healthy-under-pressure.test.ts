import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { judge } from '../../judged.ts'
import { use } from './cpu.ts'
import { at } from './histories.ts'
import { wholeHistory, wholeRun } from './whole-run.ts'

/** A time in which programs waited for a CPU, and nothing of the run went on. */
interface Stall {
  from: number
  to: number
}

const stalls: fc.Arbitrary<Stall[]> = fc
  .array(fc.record({ from: fc.integer({ min: 0, max: 20_000 }), lasts: fc.integer({ min: 50, max: 8000 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map(drawn => joined(drawn.map(({ from, lasts }) => ({ from: at(from), to: at(from + lasts) }))))

/** Stalls that meet are one: the kernel counts a moment once. */
function joined(drawn: readonly Stall[]): Stall[] {
  const result: Stall[] = []
  for (const { from, to } of drawn.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

/** In tenths of a second, as the kernel is asked. @param share of it in which programs waited */
const pressure = ({ from, to }: Stall, share: number): HistoryEvent[] =>
  Array.from({ length: Math.ceil((to - from) / 100) }, (_, n) => ({
    type: 'cpu-pressure',
    from: from + 100 * n,
    to: from + 100 * (n + 1),
    ms: 100 * share,
    use: use({ outside: 190 }),
  }))

/** What was under way in a stall, or should have begun in it, ends as much later. */
function held(event: HistoryEvent, all: readonly Stall[]): HistoryEvent {
  if (!('due' in event)) return event
  const later = all.reduce(
    (end, { from, to }) => (event.start < to && end > from ? Math.max(end, to + 20) : end),
    event.end,
  )
  return { ...event, end: later }
}

test('a healthy Mimir on a machine without CPU is never invalid: what only waited disproves nothing', () => {
  fc.assert(
    fc.property(stalls, fc.double({ min: 0.95, max: 1, noNaN: true }), (all, share) => {
      const events = [...wholeHistory.map(event => held(event, all)), ...all.flatMap(it => pressure(it, share))]
      const { verdict, findings } = judge(wholeRun, events)
      expect(verdict === 'invalid' ? findings.filter(f => f.verdict === 'invalid') : []).toEqual([])
    }),
  )
})

test("without pressure a stall of two seconds and more is Mimir's own", () => {
  const stall = { from: at(15_500), to: at(18_500) }
  const events = wholeHistory.map(event => held(event, [stall]))
  expect(judge(wholeRun, events).findings.find(f => f.check === 'availability')).toMatchObject({ verdict: 'invalid' })
})

test('where half of the requests of a stripe waited for a CPU, nobody can tell whether it is slow: unknown', () => {
  const stall = { from: at(0), to: at(12_500) }
  const events = [...wholeHistory.map(event => held(event, [stall])), ...pressure(stall, 1)]
  const finding = judge(wholeRun, events).findings.find(f => f.check === 'availability')!
  const slow = finding.evidence.find(e => e.data?.path === 'writes' && e.data.stripe === 0)
  expect([finding.verdict, slow?.kind, slow?.text]).toMatchInlineSnapshot(`
    [
      "unknown",
      "untold",
      "writes of tenant-a: half of 20 operations on stripe 0 took 2.520 s or longer, 2.000 s allowed; the kernel did not tell who had the CPU, so nobody can tell whether it would have been without that",
    ]
  `)
})
