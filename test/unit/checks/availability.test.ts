import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { Finding } from '../../../harness/history/verdict.ts'
import { availability } from '../../judged.ts'
import { pressed, steadyCpu, use } from './cpu.ts'
import { allowing, at, failedWrite, fault, look, read, runOf, steady, step, write } from './histories.ts'
import { probes, refused, run, stalled } from './label-probes.ts'

test('valid: says what was allowed, the longest time between successes and what retries would have seen', () => {
  expect(availability(run, probes())).toMatchInlineSnapshot(`
    {
      "check": "availability",
      "evidence": [],
      "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 100 ms (labels of tenant-a); 0 of 30 operations failed; with retries each succeeded within 5 ms",
      "verdict": "valid",
    }
  `)
})

test('unknown: while the way into the cluster is broken nobody looks, and nobody is blamed', () => {
  const lost = (ms: number) =>
    look(ms, 'labels', { end: at(ms + 1), outcome: 'failed', status: 502, unreachable: true })
  const { verdict, summary } = availability(
    run,
    probes(ms => (ms > 1000 && ms < 2000 ? lost(ms) : undefined)),
  )
  expect({ verdict, summary }).toMatchInlineSnapshot(`
    {
      "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 1.100 s (labels of tenant-a); 0 of 20 operations failed; with retries each succeeded within 5 ms; measurement uncertainty: 1 period of up to 1.100 s not observed (labels of tenant-a, outside every step and fault)",
      "verdict": "unknown",
    }
  `)
})

test('invalid: a window of downtime, with its bounds, the commonest error, the step and the fault', () => {
  const events = [
    ...step(900, 2500),
    ...fault(1000, 2000),
    ...probes(ms => (ms > 1000 && ms < 2000 ? refused(ms) : undefined)),
  ]
  expect(availability(run, events)).toMatchInlineSnapshot(`
    {
      "check": "availability",
      "evidence": [
        {
          "data": {
            "atLeastMs": 899,
            "atMostMs": 1100,
            "failed": 10,
            "open": false,
            "path": "labels",
          },
          "from": 1893499200955,
          "kind": "window",
          "tenant": "tenant-a",
          "text": "labels of tenant-a: no success from 12:00:00.955 to 12:00:02.055: down for 899 ms to 1.100 s, 200 ms allowed; 10 operations failed, most often "503 no healthy upstream" (10); during step "roll zone-a", fault kill-pod#1 on ingester-0",
          "to": 1893499202055,
        },
      ],
      "summary": "1 window of downtime beyond what is allowed (labels 200 ms); longest time between successes 1.100 s (labels of tenant-a); 10 of 30 operations failed; with retries each succeeded within 940 ms",
      "verdict": "invalid",
    }
  `)
})

test('invalid: a stall in which nothing failed', () => {
  expect(availability(run, stalled).evidence).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "atLeastMs": 245,
          "atMostMs": 350,
          "failed": 0,
          "open": false,
          "path": "labels",
        },
        "from": 1893499200955,
        "kind": "window",
        "tenant": "tenant-a",
        "text": "labels of tenant-a: no success from 12:00:00.955 to 12:00:01.305: down for 245 ms to 350 ms, 200 ms allowed; 0 operations failed; outside every step and fault",
        "to": 1893499201305,
      },
    ]
  `)
})

describe('one stripe of ten is slow all the time, and the others succeed in between', () => {
  /** Each stripe has an operation a second, a tenth of a second after the one before it; for 15 s of 25 one of them is slow. */
  const stripes = (operation: (second: number, stripe: number, latency: number) => HistoryEvent, slow: number) =>
    Array.from({ length: 250 }, (_, i) => operation(Math.floor(i / 10), i % 10, i % 10 === 3 && i < 150 ? slow : 10))
  const told = ({ verdict, summary, evidence }: Finding) => ({ verdict, summary, evidence: evidence.map(e => e.text) })

  test('writes that take 4.9 s, 200 ms allowed', () => {
    const slowWrite = (tick: number, stripe: number, latency: number) => {
      const due = at(tick * 1000 + stripe * 100)
      return write(tick, { stripe, due, start: due, end: due + latency })
    }
    expect(told(availability(runOf(), stripes(slowWrite, 4900)))).toEqual({
      verdict: 'invalid',
      summary:
        '0 windows of downtime beyond what is allowed (writes 200 ms); 1 stripe slower than that by the median; longest time between successes 200 ms (writes of tenant-a); 0 of 250 operations failed; with retries each succeeded within 4.900 s',
      evidence: ['writes of tenant-a: half of 25 operations on stripe 3 took 4.900 s or longer, 200 ms allowed'],
    })
    expect(availability(runOf(), stripes(slowWrite, 190)).verdict).toBe('valid')
  })

  test('the same on a machine that is busy all the time: that makes all stripes slow, and not one', () => {
    const busy = [...steadyCpu([]), ...pressed(3000, 25_000, use({ outside: 180 }))]
    const slowWrite = (others: number) => (tick: number, stripe: number, latency: number) => {
      const due = at(tick * 1000 + stripe * 100)
      return write(tick, { stripe, due, start: due, end: due + (latency === 10 ? others : latency) })
    }
    expect(told(availability(runOf(), [...busy, ...stripes(slowWrite(10), 1000)]))).toMatchObject({
      verdict: 'invalid',
      evidence: ['writes of tenant-a: half of 25 operations on stripe 3 took 1.000 s or longer, 200 ms allowed'],
    })
    expect(availability(runOf(), [...busy, ...stripes(slowWrite(400), 1000)]).verdict).toBe('unknown')
  })

  test('instant queries that take 9.9 s, 2 s allowed', () => {
    const slowRead = (second: number, stripe: number, latency: number) => {
      const due = second * 1000 + stripe * 100
      return read(due, [], { stripe, end: at(due + latency) })
    }
    const objectives = allowing(200, { steady: { instant: 2000 } })
    expect(told(availability(runOf({ objectives }), stripes(slowRead, 9900)))).toMatchObject({
      verdict: 'invalid',
      evidence: ['instant of tenant-a: half of 25 operations on stripe 3 took 9.900 s or longer, 2.000 s allowed'],
    })
  })
})

test('valid: a stall that is allowed by the middle of its bounds', () => {
  const events = probes(ms => (ms > 1000 && ms < 1190 ? look(ms, 'labels', { end: at(1195) }) : undefined))
  expect(availability(run, events)).toEqual({
    check: 'availability',
    verdict: 'valid',
    summary:
      '0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 240 ms (labels of tenant-a); 0 of 30 operations failed; with retries each succeeded within 145 ms',
    evidence: [],
  })
})

test('invalid: never came back', () => {
  expect(
    availability(
      run,
      probes(ms => (ms > 2000 ? refused(ms) : undefined)),
    ).evidence,
  ).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "atLeastMs": 899,
          "atMostMs": 996,
          "failed": 10,
          "open": true,
          "path": "labels",
        },
        "from": 1893499201955,
        "kind": "window",
        "tenant": "tenant-a",
        "text": "labels of tenant-a: no success from 12:00:01.955 to 12:00:02.951, when the load ended: down for 899 ms to 996 ms, 200 ms allowed; 10 operations failed, most often "503 no healthy upstream" (10); outside every step and fault",
        "to": 1893499202951,
      },
    ]
  `)
})

describe('failures outside of windows', () => {
  const events = probes(ms => (ms === 1050 ? refused(ms) : undefined))

  test('any is a finding', () => {
    expect(availability(run, events)).toMatchInlineSnapshot(`
      {
        "check": "availability",
        "evidence": [
          {
            "data": {
              "failed": 1,
              "operations": 30,
              "path": "labels",
            },
            "from": 1893499201050,
            "kind": "errors",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: 1 of 30 operations failed outside of any window, most often "503 no healthy upstream" (1); first at 12:00:01.050, outside every step and fault",
            "to": 1893499201051,
          },
        ],
        "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 200 ms (labels of tenant-a); 1 of 30 operations failed; with retries each succeeded within 36 ms",
        "verdict": "invalid",
      }
    `)
  })

  test('what was in flight when a fault struck is part of the fault', () => {
    const objectives = allowing(200, { faults: { 'kill-pod': { because: 'it is hit', labels: { errorRatio: 1 } } } })
    const struck = (fails: number) =>
      probes(ms => (ms === fails ? ({ ...refused(ms), end: at(ms + 30) } as HistoryEvent) : undefined))
    const of = (fails: number) => availability(runOf({ objectives }), [...struck(fails), ...fault(1070, 1500)]).verdict
    expect([of(950), of(1050), of(1150)]).toEqual(['invalid', 'valid', 'valid'])
  })

  test('unless the objective allows for so many', () => {
    expect(
      availability(runOf({ objectives: allowing(200, { steady: { labels: { errorRatio: 0.04 } } }) }), events).verdict,
    ).toBe('valid')
    expect(
      availability(runOf({ objectives: allowing(200, { steady: { labels: { errorRatio: 0.03 } } }) }), events).verdict,
    ).toBe('invalid')
  })
})

describe('writes', () => {
  const writes = allowing(2500)

  test('ticks that had to wait for a stalled request were each due at a time of their own', () => {
    const stalled = write(1, { end: at(3500) })
    const batch = write(2, { ticks: [2, 3], start: at(3500), end: at(3510) })
    const events = [write(0), stalled, batch, ...[4, 5, 6].map(tick => write(tick))]
    expect(availability(runOf({ objectives: allowing(2000) }), events)).toMatchInlineSnapshot(`
      {
        "check": "availability",
        "evidence": [
          {
            "data": {
              "atLeastMs": 2480,
              "atMostMs": 3490,
              "failed": 0,
              "open": false,
              "path": "writes",
            },
            "from": 1893499200010,
            "kind": "window",
            "tenant": "tenant-a",
            "text": "writes of tenant-a: no success from 12:00:00.010 to 12:00:03.500: down for 2.480 s to 3.490 s, 2.000 s allowed; 0 operations failed; outside every step and fault",
            "to": 1893499203500,
          },
        ],
        "summary": "1 window of downtime beyond what is allowed (writes 2.000 s); longest time between successes 3.490 s (writes of tenant-a); 0 of 7 operations failed; with retries each succeeded within 2.500 s",
        "verdict": "invalid",
      }
    `)
  })

  test('an objective of their own, and a rejected request is a failed one', () => {
    const rejected = write(1, { outcome: 'rejected', status: 400, error: 'out of order' })
    expect(availability(runOf({ objectives: writes }), [write(0), rejected, write(2)]).evidence).toMatchInlineSnapshot(`
      [
        {
          "data": {
            "failed": 1,
            "operations": 3,
            "path": "writes",
          },
          "from": 1893499201000,
          "kind": "errors",
          "tenant": "tenant-a",
          "text": "writes of tenant-a: 1 of 3 operations failed outside of any window, most often "400 out of order" (1); first at 12:00:01.000, outside every step and fault",
          "to": 1893499201010,
        },
      ]
    `)
  })

  test('what failed and was sent again is a failure that retries made good', () => {
    const again = write(1, { due: at(1000), start: at(1040), end: at(1050) })
    const { summary } = availability(runOf({ objectives: writes }), [write(0), failedWrite(1), again, write(2)])
    expect(summary).toMatchInlineSnapshot(
      `"0 windows of downtime beyond what is allowed (writes 2.500 s); longest time between successes 1.040 s (writes of tenant-a); 1 of 4 operations failed; with retries each succeeded within 50 ms"`,
    )
  })
})

test('unknown: what failed in the steady state says nothing about the operation', () => {
  const failing = (from: number, to: number) => probes(ms => (ms > from && ms < to ? refused(ms) : undefined))
  const judged = (events: HistoryEvent[]) => {
    const { verdict, summary, evidence } = availability(run, [
      write(0),
      ...steady(1500),
      ...fault(1500, 2500),
      ...events,
    ])
    return { verdict, windows: evidence.length, unfit: summary.includes('before the operation began') }
  }
  expect([failing(500, 1000), failing(1600, 2100)].map(judged)).toEqual([
    { verdict: 'unknown', windows: 1, unfit: true },
    { verdict: 'invalid', windows: 1, unfit: false },
  ])
})

describe('a gap that overlaps a fault', () => {
  /** 200 ms are steady, and 2 s are allowed in a fault from 1.000 to 2.500. */
  const because = 'reads wait for the hedging delay'
  const hedged = runOf({ ...run, objectives: allowing(200, { faults: { 'kill-pod': { because, labels: 2000 } } }) })
  const judged = (from: number, to: number) => {
    const refusedThen = probes(ms => (ms > from && ms < to ? look(ms, 'labels', { end: at(to + 5) }) : undefined), 60)
    const { verdict, evidence } = availability(hedged, [...fault(1000, 2500), ...refusedThen])
    return [verdict, ...evidence.map(e => e.text)]
  }

  test('inside of it: as long as the fault allows', () => expect(judged(1000, 2500)).toEqual(['valid']))

  test('over its begin and end: what is outside may be as long as what is steady', () =>
    expect(judged(960, 2560)).toEqual(['valid']))

  test('it goes on for longer than is steady once the fault is over', () =>
    expect(judged(1500, 2900)).toEqual([
      'invalid',
      'labels of tenant-a: no success from 12:00:01.455 to 12:00:02.905: down for 1.345 s to 1.450 s, 1.245 s allowed; 0 operations failed; during fault kill-pod#1 on ingester-0',
    ]))

  test('the fault allows nothing to what comes later', () =>
    expect(judged(4000, 4400)).toEqual([
      'invalid',
      'labels of tenant-a: no success from 12:00:03.955 to 12:00:04.405: down for 345 ms to 450 ms, 200 ms allowed; 0 operations failed; outside every step and fault',
    ]))
})

describe('a stripe that is slow for a while', () => {
  /** Stripe 3 of ten takes this long from 10 to 20 s of 40, in a step that allows 400 ms; 200 ms are steady. */
  const because = 'a hand-over'
  const rolled = runOf({ objectives: allowing(200, { steps: { roll: { because, writes: 400 } } }, ['roll']) })
  const slow = (ms: number) => [
    ...step(10_000, 20_000, 'roll'),
    ...Array.from({ length: 400 }, (_, i) => {
      const due = at(100 * i)
      const latency = i % 10 === 3 && i >= 100 && i < 200 ? ms : 10
      return write(Math.floor(i / 10), { stripe: i % 10, due, start: due, end: due + latency })
    }),
  ]

  test('as long as its phase allows: valid', () => expect(availability(rolled, slow(390)).verdict).toBe('valid'))

  test('longer: invalid, though over the whole run its median is small', () =>
    expect(availability(rolled, slow(410)).evidence.map(e => e.text)).toEqual([
      'writes of tenant-a: half of 10 operations on stripe 3 took 410 ms or longer, 400 ms allowed in step "roll"',
    ]))
})

test('all writes fail for 3 s in a first step by API calls only: the steady state was over', () => {
  const events = [
    ...steady(5000),
    ...step(5000, 12_000, 'flush'),
    ...Array.from({ length: 15 }, (_, tick) => (tick >= 6 && tick < 9 ? failedWrite(tick) : write(tick))),
  ]
  expect(availability(runOf({ objectives: allowing(2000) }), events).verdict).toBe('invalid')
})
