import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Taken } from '../../../harness/checks/cpu-takers.ts'
import type { Operation } from '../../../harness/checks/lanes.ts'
import { gapsOf, type Window, windowsOf } from '../../../harness/checks/windows.ts'

const ok = (due: number, end: number): Operation => ({ due, start: due, end, ok: true, error: '' })
const failed = (due: number, end: number): Operation => ({ due, start: due, end, ok: false, error: '503' })

/** Probes each 100 ms from 9.050 to 12.950 that take 5 ms, each made into something else where `instead` says so. */
const probes = (instead: (due: number) => Operation | undefined): Operation[] =>
  Array.from({ length: 40 }, (_, i) => 9050 + 100 * i).map(due => instead(due) ?? ok(due, due + 5))

const short = ({ failed, allowed: _, ...window }: Window) => ({ ...window, failed: failed.length })

describe('the examples of the definition', () => {
  test('a stall of 300 ms is within its bounds', () => {
    const stalled = probes(due => (due > 10_000 && due < 10_300 ? ok(due, 10_305) : undefined))
    expect(windowsOf(stalled, () => 250).map(short)).toEqual([
      { from: 9955, to: 10_305, atLeast: 245, atMost: 350, failed: 0, open: false, cause: 'service' },
    ])
  })

  test('it counts by the middle of its bounds, 297.5 ms', () => {
    const stalled = probes(due => (due > 10_000 && due < 10_300 ? ok(due, 10_305) : undefined))
    expect(windowsOf(stalled, () => 297).map(w => w.cause)).toEqual(['service'])
    expect(windowsOf(stalled, () => 298)).toEqual([])
  })

  test('probes refused for 2 s', () => {
    const refused = probes(due => (due > 10_000 && due < 12_000 ? failed(due, due + 1) : undefined))
    expect(windowsOf(refused, () => 250).map(short)).toEqual([
      { from: 9955, to: 12_055, atLeast: 1899, atMost: 2100, failed: 20, open: false, cause: 'service' },
    ])
  })
})

test('probes that time out after the path has come back do not stretch the lower bound', () => {
  const hanging = probes(due => (due > 10_000 && due < 12_000 ? failed(due, due + 5000) : undefined))
  expect(windowsOf(hanging, () => 250).map(short)).toEqual([
    { from: 9955, to: 12_055, atLeast: 1895, atMost: 2100, failed: 20, open: false, cause: 'service' },
  ])
})

test('a stall that begins just after a probe makes others wait for less than allowed, and is downtime still', () => {
  const stalled = probes(due => (due > 9960 && due < 10_260 ? ok(due, 10_265) : undefined))
  expect(windowsOf(stalled, () => 250).map(short)).toEqual([
    { from: 9955, to: 10_265, atLeast: 205, atMost: 310, failed: 0, open: false, cause: 'service' },
  ])
})

test('what was sent before the last success proves nothing about the time after it', () => {
  const refused = probes(due => (due > 10_000 && due < 12_000 ? failed(due, due + 1) : undefined))
  const hanging = [...refused, failed(9940, 10_040)].sort((a, b) => a.due - b.due)
  expect(windowsOf(hanging, () => 250)).toEqual(windowsOf(refused, () => 250))
})

test('successes at the usual spacing are no window, and neither is a failure between two of them', () => {
  const spacing = probes(due => (due === 10_050 ? failed(due, due + 1) : undefined))
  expect(windowsOf(spacing, () => 250)).toEqual([])
})

test('before the first success counts, and so does after the last, which stays open', () => {
  const edges = probes(due => (due < 9500 || due > 12_400 ? failed(due, due + 1) : undefined))
  expect(windowsOf(edges, () => 250).map(short)).toEqual([
    { from: 9050, to: 9555, atLeast: 399, atMost: 505, failed: 5, open: false, cause: 'service' },
    { from: 12_355, to: 12_951, atLeast: 499, atMost: 596, failed: 6, open: true, cause: 'service' },
  ])
})

test('a path that never answered is one open window', () => {
  expect(windowsOf([failed(0, 10), failed(1000, 1010)], () => 250).map(short)).toEqual([
    { from: 0, to: 1010, atLeast: 1000, atMost: 1010, failed: 2, open: true, cause: 'service' },
  ])
})

test('a failure counts in full: what failed gets no benefit of the doubt', () => {
  const refused = probes(due => (due > 10_000 && due < 10_300 ? failed(due, due + 1) : undefined))
  expect(windowsOf(refused, () => 399).map(short)).toEqual([
    { from: 9955, to: 10_355, atLeast: 199, atMost: 400, failed: 3, open: false, cause: 'service' },
  ])
  expect(windowsOf(refused, () => 400)).toEqual([])
})

test('a probe that is a little late is no window, though two spacings are all that is allowed', () => {
  const late = probes(due => (due === 10_150 ? ok(due, 10_160) : undefined)).filter(o => o.due !== 10_050)
  expect(gapsOf(late).filter(g => g.to - g.from > 200)).toEqual([{ from: 9955, to: 10_160, open: false }])
  expect(windowsOf(late, () => 200)).toEqual([])
})

test('answers that always take long, one at a time, are downtime when even the middle is longer than allowed', () => {
  expect(windowsOf([ok(0, 400), ok(400, 800)], () => 200)).toEqual([])
  expect(windowsOf([ok(0, 400), ok(400, 800)], () => 199).map(w => [w.from, w.to, w.cause])).toEqual([
    [0, 400, 'service'],
    [400, 800, 'service'],
  ])
})

describe('the instrument', () => {
  const paused = probes(() => undefined).filter(o => o.due < 10_000 || o.due > 12_000)

  test('a time in which nothing was due proves nothing', () => {
    expect(windowsOf(paused, () => 250).map(short)).toEqual([
      { from: 9955, to: 12_055, atLeast: 0, atMost: 2100, failed: 0, open: false, cause: 'unobserved' },
    ])
  })

  test('neither does one failure in it; failures further apart than allowed do', () => {
    const once = [...paused, failed(10_050, 10_051)].sort((a, b) => a.due - b.due)
    expect(windowsOf(once, () => 250).map(w => w.cause)).toEqual(['unobserved'])
    const twice = [...once, failed(11_050, 11_051)].sort((a, b) => a.due - b.due)
    expect(windowsOf(twice, () => 250).map(w => [w.atLeast, w.cause])).toEqual([[999, 'service']])
  })

  const stalled = probes(due => (due > 10_000 && due < 10_300 ? ok(due, 10_305) : undefined))

  const takers = () => ({ by: 'outside' as const, words: 'programs outside of this run had 350 ms of 400 ms of CPU' })
  const late = (ms: number) => ({ late: [{ from: 10_000, to: 11_000, ms }], pressure: [], takers })

  test('a late event loop widens both bounds, and explains what would be allowed without it', () => {
    expect(windowsOf(stalled, () => 250, late(280)).map(short)).toEqual([
      {
        from: 9955,
        to: 10_305,
        atLeast: 0,
        atMost: 630,
        failed: 0,
        open: false,
        cause: 'pressure',
        because: 'the harness itself was late',
      },
    ])
    expect(windowsOf(stalled, () => 180, late(110)).map(short)).toEqual([
      { from: 9955, to: 10_305, atLeast: 135, atMost: 460, failed: 0, open: false, cause: 'service' },
    ])
  })

  test('a delay elsewhere, or of no more than half of what is allowed, changes nothing', () => {
    const elsewhere = { late: [{ from: 8000, to: 9000, ms: 500 }], pressure: [], takers }
    expect(windowsOf(stalled, () => 250, elsewhere)).toEqual(windowsOf(stalled, () => 250))
    expect(windowsOf(stalled, () => 250, late(125))).toEqual(windowsOf(stalled, () => 250))
  })

  const starved = (ms: number, by: Taken['by']) => ({
    late: [],
    pressure: [10_000, 10_100].map(from => ({ type: 'cpu-pressure' as const, from, to: from + 100, ms })),
    takers: () => ({ by, words: 'this one had the CPU' }),
  })

  test('a machine that was mostly out of CPU explains as much, and widens no bound', () => {
    const [window] = windowsOf(stalled, () => 250)
    const because = 'this one had the CPU'
    expect(windowsOf(stalled, () => 250, starved(60, 'outside'))).toEqual([{ ...window, cause: 'pressure', because }])
    expect(windowsOf(stalled, () => 250, starved(60, 'crowded'))).toEqual([{ ...window, cause: 'pressure', because }])
    expect(windowsOf(stalled, () => 250, starved(50, 'outside'))).toEqual([window])
    expect(windowsOf(stalled, () => 170, starved(60, 'outside'))).toEqual(windowsOf(stalled, () => 170))
  })

  test('on a machine that was out of CPU in most of the steady state as well, nobody can tell', () => {
    const usually = (usualPressure: number) => {
      const { pressure, late } = starved(60, 'crowded')
      const takers = () => ({ by: 'crowded' as const, words: 'this run needed more', usualPressure })
      return windowsOf(stalled, () => 250, { late, pressure, takers }).map(w => w.cause)
    }
    expect([usually(0.05), usually(0.7), usually(0.71)]).toEqual([['pressure'], ['service'], ['untold']])
  })

  test('it excuses nothing when what is under test took the CPU, and nobody can tell when nobody knows who did', () => {
    const causes = (by: Taken['by']) => windowsOf(stalled, () => 250, starved(60, by)).map(w => w.cause)
    expect([causes('subject'), causes('untold')]).toEqual([['service'], ['untold']])
  })

  test('what failed meanwhile is unknown; a prompt refusal only where programs outside of the run had the CPU', () => {
    const causes = (by: Taken['by'], latency: number) => {
      const operations = probes(due => (due > 10_000 && due < 10_300 ? failed(due, due + latency) : undefined))
      return windowsOf(operations, () => 250, starved(100, by)).map(w => w.cause)
    }
    expect([causes('outside', 1), causes('crowded', 1), causes('subject', 1)]).toEqual([
      ['untold'],
      ['service'],
      ['service'],
    ])
    expect([causes('crowded', 900), causes('untold', 900), causes('subject', 900)]).toEqual([
      ['untold'],
      ['untold'],
      ['service'],
    ])
  })
})

test('gaps run from the first due over all successes to the last end', () => {
  expect(gapsOf([ok(0, 5), ok(100, 105), failed(200, 260)])).toEqual([
    { from: 0, to: 5, open: false },
    { from: 5, to: 105, open: false },
    { from: 105, to: 260, open: true },
  ])
  expect(gapsOf([])).toEqual([])
})

describe('whenever an outage begins and however long it lasts', () => {
  /** Probes of 10 s, each 100 ms, which take 5 to 9 ms; the outage is in the middle. */
  const outages = fc.record({
    from: fc.integer({ min: 3000, max: 4000 }),
    length: fc.integer({ min: 360, max: 3000 }),
    jitter: fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
  })
  const during = (instead: (due: number, took: number, outage: [number, number]) => Operation) =>
    outages.map(({ from, length, jitter }) => {
      const operations = Array.from({ length: 100 }, (_, i) => {
        const [due, took] = [100 * i, 5 + jitter.next().value]
        return due + took > from && due < from + length
          ? instead(due, took, [from, from + length])
          : ok(due, due + took)
      })
      return { length, windows: windowsOf(operations, () => 250).map(short) }
    })

  /** The spacing of probes, what is allowed (twice that or more), and a stall or refusals of some length; each probe takes 5 to 9 ms. */
  const anyOutage = (lengthOf: (allowed: number, spacing: number, more: number) => number, isRefused: boolean) =>
    fc
      .record({
        spacing: fc.integer({ min: 30, max: 500 }),
        slack: fc.integer({ min: 0, max: 1000 }),
        phase: fc.integer({ min: 0, max: 500 }),
        more: fc.integer({ min: 0, max: 2000 }),
        jitter: fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
      })
      .map(({ spacing, slack, phase, more, jitter }) => {
        const allowed = 2 * spacing + slack
        const from = 20 * spacing + phase
        const to = from + lengthOf(allowed, spacing, more)
        const operations = Array.from({ length: Math.ceil(to / spacing) + 20 }, (_, i) => {
          const [due, took] = [spacing * i, 5 + jitter.next().value]
          if (due + took <= from || due >= to) return ok(due, due + took)
          return isRefused ? failed(due, due + took) : ok(due, to + took)
        })
        return windowsOf(operations, () => allowed).map(w => w.cause)
      })

  test.each([
    ['stall', false],
    ['refusal', true],
  ])('a %s longer than allowed and two spacings is always found', (_, isRefused) => {
    const longer = anyOutage((allowed, spacing, more) => allowed + 2 * spacing + 1 + more, isRefused)
    fc.assert(fc.property(longer, causes => void expect(causes).toEqual(['service'])))
  })

  test('a stall that is shorter than allowed by half a spacing and the jitter is none', () => {
    const shorter = anyOutage((allowed, spacing, more) => Math.max(0, allowed - spacing / 2 - 10 - more), false)
    fc.assert(fc.property(shorter, causes => void expect(causes).toEqual([])))
  })

  test('probes without an outage are no window', () => {
    fc.assert(
      fc.property(
        during((due, took) => ok(due, due + took)),
        ({ windows }) => windows.length === 0,
      ),
    )
  })

  test.each([
    ['a stall', during((due, took, [, to]) => ok(due, to + took))],
    ['refusals', during((due, took) => failed(due, due + took))],
    ['time-outs', during(due => failed(due, due + 1000))],
  ])('%s is one window whose bounds hold the truth', (_, histories) => {
    fc.assert(
      fc.property(histories, ({ length, windows }) => {
        expect(windows.map(w => w.cause)).toEqual(['service'])
        const { atLeast, atMost } = windows[0]!
        // The latencies vary by 4 ms around the median that the bounds are made with.
        expect(atLeast).toBeLessThanOrEqual(length + 8)
        expect(atMost).toBeGreaterThanOrEqual(length - 8)
        expect(atMost - atLeast).toBeLessThanOrEqual(2 * 100 + 30)
      }),
    )
  })
})
