import { expect, test } from 'vitest'
import type { ReadEvent } from '../../../harness/mimir/index.ts'
import { asHex, FOUND, KEPT, type KeptFact } from '../../../scenarios/shard-facts.ts'
import { asPredicted, shardReads, wholeReads } from '../../../scenarios/shard-reads.ts'
import { at, runOf, write } from '../checks/histories.ts'

const usual = runOf()
const run = { ...usual, dataset: { ...usual.dataset, series: 10, stripes: 2 } }
const series = Array.from({ length: run.dataset.series / run.dataset.stripes }, (_, i) => i * run.dataset.stripes)

/** Of stripe 0 the first series is in zone 0 alone, the second in zone 1 alone, the third in none, and all others in zone 2. */
const kept = Array.from({ length: run.dataset.series }, (_, i) => [[0], [1], []][series.indexOf(i)] ?? [2])
const fact: KeptFact = {
  written: { from: 0, to: at(3000) },
  read: { from: at(4000), to: at(9000) },
  zones: 3,
  kept: { 0: kept },
}

/** An instant read of stripe 0 at 4.5 s, of ticks 0 to 2, that found these series of it. */
const read = (...found: number[]): ReadEvent => ({
  type: 'read',
  path: 'instant',
  tenant: 0,
  stripe: 0,
  due: at(4500),
  start: at(4500),
  end: at(4510),
  status: 200,
  outcome: 'ok',
  window: { from: at(-1), to: at(2900) },
  seen: found.length === 0 ? [] : [{ series: found, ticks: [[0, 2]] }],
})
const writes = [0, 1, 2].map(tick => write(tick))
const [first, second, third, ...others] = series as [number, number, number, ...number[]]
const judged = (...reads: ReadEvent[]) => ({ run, events: [...writes, ...reads], findings: [] })

test('a read finds what two of the zones have', () => {
  const two = [read(first, second), read(first, ...others), read(second, ...others)]
  expect(shardReads(judged(...two), fact)).toEqual({ reads: 3, partial: 3, unexplained: [] })
})

test('one that finds other series is explained by no pair', () => {
  const { reads, unexplained } = shardReads(judged(read(first, third), read(...others), read(...series)), fact)
  expect({ reads, unexplained }).toMatchInlineSnapshot(`
    {
      "reads": 3,
      "unexplained": [
        "a read of tenant-a at 12:00:04.500 found 6 of 15 samples, and no pair of zones gives just those (all zones: 12)",
        "a read of tenant-a at 12:00:04.500 found 6 of 15 samples, and no pair of zones gives just those (all zones: 12)",
        "a read of tenant-a at 12:00:04.500 found 15 of 15 samples, and no pair of zones gives just those (all zones: 12)",
      ],
    }
  `)
})

test('reads of all series', () => {
  const noted = (...found: number[]) =>
    ({
      type: 'fact',
      fact: FOUND,
      at: at(5000),
      value: { tenant: 0, series: asHex(new Set(found), run.dataset.series) },
    }) as const
  const of2 = kept.flatMap((zones, i) => (zones.includes(2) ? [i] : []))
  expect(noted(0, 5).value.series).toBe('120')
  expect(wholeReads([noted(first, ...of2), noted(second, ...of2), noted(first, second)], fact)).toEqual({
    reads: 3,
    partial: 3,
    unexplained: [],
  })
  expect(wholeReads([noted(...of2)], fact).unexplained).toEqual([
    'a read of tenant 0 found 7 of 10 series, and no pair of zones gives just those',
  ])
})

test('what a control makes of it', () => {
  const noted = { type: 'fact', fact: KEPT, at: at(4000), value: fact } as const
  const of = (...reads: ReadEvent[]) => ({ run, events: [noted, ...writes, ...reads], findings: [] })
  expect([
    asPredicted(judged(), 1),
    asPredicted(of(), 1),
    asPredicted(of(read(first, second)), 1),
    asPredicted(of(read(first)), 1),
  ]).toMatchInlineSnapshot(`
    [
      "what readers should find was not predicted: the step did not come so far",
      "0 reads of samples that were written before, at least 1 wanted",
      undefined,
      "1 of 1 reads: a read of tenant-a at 12:00:04.500 found 3 of 15 samples, and no pair of zones gives just those (all zones: 12)",
    ]
  `)
})
