import { describe, expect, test } from 'vitest'
import { loss, lostSamples } from '../../../harness/mimir/signals/ledger/loss.ts'
import { all, allowing, at, end, failedWrite, lostInStep, only, read, runOf, write } from './histories.ts'

const run = runOf()

describe('valid', () => {
  test('every acked sample is in every read that began after its ack', () => {
    const events = [
      write(0),
      read(500, [all([0, 0])]),
      write(1),
      read(1500, [all([0, 1])], { path: 'final' }),
      end(2000),
    ]
    expect(loss(run, events)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [],
        "summary": "0 of 4 acked samples lost: each was read at least once after its ack; 0 absent in 2 reads, youngest sample 490 ms old, median 490 ms",
        "verdict": "valid",
      }
    `)
    expect(lostSamples(run, events)).toEqual([])
  })

  test('an absence concurrent with the write proves nothing', () => {
    const events = [write(0), read(5, []), read(500, [all([0, 0])]), end(2000)]
    expect(loss(run, events).verdict).toBe('valid')
  })

  test('an absence within the visibility bound proves nothing', () => {
    const events = [write(0), read(500, []), read(1500, [all([0, 0])]), end(2000)]
    expect(
      loss(runOf({ objectives: allowing(200, { steady: { instant: { readableAfter: 1000 } } }) }), events).verdict,
    ).toBe('valid')
  })

  test('a read says nothing of what is outside of its window: from is exclusive, to is inclusive', () => {
    const window = { from: at(0), to: at(2000) }
    const events = [
      write(0),
      write(1),
      write(2),
      write(3),
      read(3500, [all([1, 2])], { window }),
      read(4000, [all([0, 3])]),
      end(5000),
    ]
    expect(loss(run, events).verdict).toBe('valid')
  })

  test('a failed read proves nothing', () => {
    const events = [write(0), read(500, [], { outcome: 'failed' }), read(600, [all([0, 0])]), end(2000)]
    expect(loss(run, events).verdict).toBe('valid')
  })

  test('an unknown write may be there or not, and what a rejected one stored is legal', () => {
    const events = [
      write(0),
      failedWrite(1),
      failedWrite(2),
      write(3, { outcome: 'rejected', status: 400 }),
      read(4000, [all([0, 1]), only([0], [3, 3])]),
      end(5000),
    ]
    expect(loss(run, events).verdict).toBe('valid')
  })
})

describe('lost', () => {
  test('some series, seen before and never again: names them, when, and the step and fault at that moment', () => {
    expect(loss(run, lostInStep)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [
          {
            "data": {
              "fromTick": 1,
              "samples": 2,
              "series": [
                2,
              ],
              "stripe": 0,
              "toTick": 2,
            },
            "foundAt": 1893499203020,
            "from": 1893499201000,
            "kind": "lost",
            "tenant": "tenant-a",
            "text": "tenant-a stripe 0: 2 samples of 1 series (series 2) from 12:00:01.000 to 12:00:02.000, acked and gone: 2 acked, 0 found; last seen by the instant read of 12:00:02.700, missing since the instant read of 12:00:03.000, during step "roll zone-a", fault kill-pod#1 on ingester-0",
            "to": 1893499202000,
          },
        ],
        "summary": "2 of 6 acked samples lost: each was read at least once after its ack; 3 reads, youngest sample 690 ms old, median 690 ms",
        "verdict": "invalid",
      }
    `)
    expect(lostSamples(run, lostInStep)).toEqual([{ tenant: 0, stripe: 0, series: [2], ticks: [1, 2] }])
  })

  test('a whole request that no read ever saw', () => {
    const events = [write(0), write(1), write(2), read(3000, [all([0, 0], [2, 2])], { path: 'final' }), end(5000)]
    expect(loss(run, events)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [
          {
            "data": {
              "fromTick": 1,
              "samples": 2,
              "series": "all",
              "stripe": 0,
              "toTick": 1,
            },
            "foundAt": 1893499203020,
            "from": 1893499201000,
            "kind": "lost",
            "tenant": "tenant-a",
            "text": "tenant-a stripe 0: 2 samples of all 2 series at 12:00:01.000, acked and gone: 2 acked, 0 found; never seen, missing since the final read of 12:00:03.000; written outside every step and fault",
            "to": 1893499201000,
          },
        ],
        "summary": "2 of 6 acked samples lost: each was read at least once after its ack; 1 read",
        "verdict": "invalid",
      }
    `)
    expect(lostSamples(run, events)).toEqual([{ tenant: 0, stripe: 0, series: 'all', ticks: [1, 1] }])
  })

  test('seen by the final read and absent from the store: the blocks have lost it', () => {
    const final = read(3000, [all([0, 1])], { path: 'final' })
    const events = [write(0), write(1), final, read(4000, [all([0, 0])], { path: 'blocks-only' }), end(5000)]
    expect(loss(run, events).evidence).toMatchInlineSnapshot(`
      [
        {
          "data": {
            "fromTick": 1,
            "samples": 2,
            "series": "all",
            "stripe": 0,
            "toTick": 1,
          },
          "foundAt": 1893499204020,
          "from": 1893499201000,
          "kind": "lost",
          "tenant": "tenant-a",
          "text": "tenant-a stripe 0: 2 samples of all 2 series at 12:00:01.000, acked and gone: 2 acked, 0 found; last seen by the final read of 12:00:03.000, missing since the blocks-only read of 12:00:04.000, outside every step and fault",
          "to": 1893499201000,
        },
      ]
    `)
  })

  test('a write acked at the second attempt counts from that ack', () => {
    const events = [failedWrite(0), write(0, { start: at(50), end: at(60) }), read(40, []), read(70, []), end(500)]
    expect(lostSamples(run, events)).toEqual([{ tenant: 0, stripe: 0, series: 'all', ticks: [0, 0] }])
    expect(
      loss(
        run,
        events.filter(e => !('start' in e) || e.start !== at(70)),
      ).verdict,
    ).toBe('unknown')
  })

  test('a read that begins at the very moment of the ack has to show the sample', () => {
    expect(loss(run, [write(0), read(10, []), end(500)]).verdict).toBe('invalid')
    expect(loss(run, [write(0), read(9, []), end(500)]).verdict).toBe('unknown')
  })

  test('equal losses give equal answers, whatever the reads told apart on the way', () => {
    const plain = [write(0), write(1), write(2), read(3000, [all([0, 0])]), end(5000)]
    const apart = [...plain, read(2500, [only([0], [0, 2]), only([2], [0, 1])])]
    expect(lostSamples(run, apart)).toEqual(lostSamples(run, plain))
  })
})

describe('stale', () => {
  test('absent from one read and present later is a finding, with the distribution of how long', () => {
    const events = [
      write(0),
      write(1),
      read(1500, [only([2], [0, 1]), only([0], [0, 0])]),
      read(2500, [all([0, 1])], { path: 'final' }),
      end(5000),
    ]
    expect(loss(run, events)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [
          {
            "data": {
              "fromTick": 1,
              "longestMs": 1510,
              "samples": 1,
              "series": [
                0,
              ],
              "stripe": 0,
              "toTick": 1,
            },
            "foundAt": 1893499201520,
            "from": 1893499201000,
            "kind": "stale",
            "tenant": "tenant-a",
            "text": "tenant-a stripe 0: 1 sample of 1 series (series 0) at 12:00:01.000, acked, then absent, then back: the instant read of 12:00:01.500 missed them, the final read of 12:00:02.500 had them again, 1.510 s after their ack at most; outside every step and fault",
            "to": 1893499201000,
          },
        ],
        "summary": "1 acked sample missing in a read and present later (1.510 s after the ack); none of 4 acked samples lost: each was read at least once after its ack; 2 reads, youngest sample 490 ms old, median 490 ms",
        "verdict": "invalid",
      }
    `)
    expect(lostSamples(run, events)).toEqual([])
  })

  test('seen, hidden, seen again: stale until the last time it came back', () => {
    const events = [
      write(0),
      read(100, []),
      read(200, [all([0, 0])]),
      read(300, []),
      read(400, []),
      read(500, [all([0, 0])]),
      end(600),
    ]
    expect(loss(run, events).summary).toMatchInlineSnapshot(
      `"2 acked samples missing in a read and present later (510 ms after the ack); none of 2 acked samples lost: each was read at least once after its ack; 5 reads, youngest sample 90 ms old, median 290 ms"`,
    )
  })
})

describe('what nobody wrote so', () => {
  test('corrupt: the value is wrong, and the sample is not lost as well', () => {
    const anomalies = [{ kind: 'corrupt' as const, series: 2, tick: 1, expected: 5, got: '7' }]
    const seen = [all([0, 0]), only([0], [1, 1])]
    const events = [
      write(0),
      write(1),
      read(1500, seen, { anomalies }),
      read(1600, seen, { anomalies, path: 'final' }),
      end(2000),
    ]
    expect(loss(run, events)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [
          {
            "data": {
              "fromTick": 1,
              "reads": 2,
              "samples": 1,
              "series": [
                2,
              ],
              "stripe": 0,
              "toTick": 1,
            },
            "from": 1893499201000,
            "kind": "corrupt",
            "tenant": "tenant-a",
            "text": "tenant-a series 2 at 12:00:01.000: expected value 5, got 7; 2 reads saw it, first the instant read of 12:00:01.500, outside every step and fault",
            "to": 1893499201000,
          },
        ],
        "summary": "1 corrupt sample; none of 4 acked samples lost: each was read at least once after its ack; 2 reads, youngest sample 490 ms old, median 490 ms",
        "verdict": "invalid",
      }
    `)
  })

  test('duplicate: two values for one series and timestamp', () => {
    const anomalies = [{ kind: 'duplicate' as const, series: 2, tick: 0, got: ['5', '6'] }]
    const events = [write(0), read(1500, [all([0, 0])], { anomalies }), end(2000)]
    expect(loss(run, events)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [
          {
            "data": {
              "fromTick": 0,
              "reads": 1,
              "samples": 1,
              "series": [
                2,
              ],
              "stripe": 0,
              "toTick": 0,
            },
            "from": 1893499200000,
            "kind": "duplicate",
            "tenant": "tenant-a",
            "text": "tenant-a series 2 at 12:00:00.000: 2 values in one answer: 5, 6; 1 read saw it, first the instant read of 12:00:01.500, outside every step and fault",
            "to": 1893499200000,
          },
        ],
        "summary": "1 duplicate sample; none of 2 acked samples lost: each was read at least once after its ack; 1 read, youngest sample 1.490 s old, median 1.490 s",
        "verdict": "invalid",
      }
    `)
  })

  test('phantom: a series nobody has, and a tick nobody wrote', () => {
    const anomalies = [{ kind: 'phantom' as const, labels: '{series="9"}', timestamp: at(0), got: '7' }]
    const events = [write(0), read(1500, [all([0, 1])], { anomalies }), end(2000)]
    expect(loss(run, events)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [
          {
            "data": {
              "labels": "{series="9"}",
              "reads": 1,
              "samples": 1,
            },
            "from": 1893499200000,
            "kind": "phantom",
            "tenant": "tenant-a",
            "text": "tenant-a {series="9"} at 12:00:00.000: value 7, and nobody wrote this sample; 1 read saw it, first the instant read of 12:00:01.500, outside every step and fault",
            "to": 1893499200000,
          },
          {
            "data": {
              "fromTick": 1,
              "samples": 2,
              "series": "all",
              "stripe": 0,
              "toTick": 1,
            },
            "from": 1893499201000,
            "kind": "phantom",
            "tenant": "tenant-a",
            "text": "tenant-a stripe 0: 2 samples of all 2 series at 12:00:01.000, seen by the instant read of 12:00:01.500 and written by nobody",
            "to": 1893499201000,
          },
        ],
        "summary": "3 phantom samples; none of 2 acked samples lost: each was read at least once after its ack; 1 read, youngest sample 1.490 s old, median 1.490 s",
        "verdict": "invalid",
      }
    `)
  })

  test('no phantom after a kill: the writes in flight were not recorded any more', () => {
    expect(loss(run, [write(0), read(1500, [all([0, 1])])]).verdict).toBe('valid')
  })
})

describe('unknown', () => {
  test('never read after its ack, because the final read failed', () => {
    const events = [
      write(0),
      read(500, [all([0, 0])]),
      write(1),
      read(1500, [], { path: 'final', outcome: 'failed' }),
      end(2000),
    ]
    expect(loss(run, events)).toMatchInlineSnapshot(`
      {
        "check": "loss",
        "evidence": [
          {
            "data": {
              "fromTick": 1,
              "samples": 2,
              "series": "all",
              "stripe": 0,
              "toTick": 1,
            },
            "from": 1893499201000,
            "kind": "never-read",
            "tenant": "tenant-a",
            "text": "tenant-a stripe 0: 2 samples of all 2 series at 12:00:01.000, acked, and covered by no successful read that began after the ack; written outside every step and fault",
            "to": 1893499201000,
          },
        ],
        "summary": "0 of 4 acked samples lost: 2 never read after their ack; 0 absent in 1 read, youngest sample 490 ms old, median 490 ms",
        "verdict": "unknown",
      }
    `)
  })

  test('seen only by a read that began before the ack', () => {
    expect(loss(run, [write(0), read(5, [all([0, 0])]), end(500)]).verdict).toBe('unknown')
  })

  test('nothing was acked', () => {
    expect(loss(run, [failedWrite(0), end(500)])).toEqual({
      check: 'loss',
      verdict: 'unknown',
      summary: 'no sample was acked',
      evidence: [],
    })
  })
})

test('each of many losses is a piece of evidence, so that a negative control sees them all', () => {
  const ticks = Array.from({ length: 60 }, (_, i) => 2 * i)
  const events = [...ticks.map(tick => write(tick)), read(200_000, []), end(200_500)]
  const { evidence, summary } = loss(run, events)
  expect(evidence.map(e => e.kind)).toEqual(ticks.map(() => 'lost'))
  expect(summary).toBe(
    '120 of 120 acked samples lost: each was read at least once after its ack; 1 read, youngest sample 81.990 s old, median 81.990 s',
  )
})
