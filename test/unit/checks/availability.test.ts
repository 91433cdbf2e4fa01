import { describe, expect, test } from 'vitest'
import { availability } from '../../../harness/checks/availability.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { Budget } from '../../../harness/history/run.ts'
import type { Finding } from '../../../harness/history/verdict.ts'
import { at, failedWrite, fault, look, read, runOf, step, write } from './histories.ts'

/** Labels probes of tenant-a each 100 ms for 3 s, or for a tenth of so many seconds, each answered after 5 ms, or as `instead` says. */
const probes = (instead: (ms: number) => HistoryEvent | undefined = () => undefined, length = 30): HistoryEvent[] =>
  Array.from({ length }, (_, i) => 100 * i + 50).map(ms => instead(ms) ?? look(ms, 'labels', { end: at(ms + 5) }))

const refused = (ms: number): HistoryEvent =>
  look(ms, 'labels', { end: at(ms + 1), outcome: 'failed', status: 503, error: 'no healthy upstream' })

const run = runOf({ spacing: { labels: 100 } })

/** A stall from 1.000 to 1.300 in which nothing failed, and a report that says that the harness could have made it. */
const stall = (ms: number) => (ms > 1000 && ms < 1300 ? look(ms, 'labels', { end: at(1305) }) : undefined)
const stalled = probes(stall)
const late = { type: 'harness' as const, at: at(1400), delay: 290, cpu: 10, rss: 1 }

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
  const lost = (ms: number) => look(ms, 'labels', { end: at(ms + 1), outcome: 'failed', status: 502, way: 'broken' })
  const { verdict, summary } = availability(
    run,
    probes(ms => (ms > 1000 && ms < 2000 ? lost(ms) : undefined)),
  )
  expect({ verdict, summary }).toMatchInlineSnapshot(`
    {
      "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 1.100 s (labels of tenant-a); 0 of 20 operations failed; with retries each succeeded within 5 ms; 1 time in which nobody looked closely enough",
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

describe('blurred by the harness or its machine', () => {
  // 350 ms of 12 s.
  const stalled = probes(stall, 120)
  const summaryOf = (times: string, longest: number, retried: number) =>
    `0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes ${longest} ms (labels of tenant-a); 0 of 120 operations failed; with retries each succeeded within ${retried} ms; ${times} blurred by the harness or its machine`

  test('valid: the harness itself was late, which is told as resolution', () => {
    expect(availability(run, [...stalled, late])).toEqual({
      check: 'availability',
      verdict: 'valid',
      summary: summaryOf('1 time up to 350 ms', 350, 255),
      evidence: [],
    })
  })

  test('valid: its machine had no CPU for the programs it runs', () => {
    const starved = [1000, 1100].map(ms => ({ type: 'starved' as const, from: at(ms), to: at(ms + 100), ms: 60 }))
    expect(availability(run, [...stalled, ...starved])).toEqual({
      check: 'availability',
      verdict: 'valid',
      summary: summaryOf('1 time up to 350 ms', 350, 255),
      evidence: [],
    })
  })

  test('invalid: what failed is no blur', () => {
    const events = [...probes(ms => (ms > 1000 && ms < 1300 ? refused(ms) : undefined)), late]
    expect(availability(run, events).verdict).toBe('invalid')
  })
})

describe('one stripe of ten is slow all the time, and the others succeed in between', () => {
  /** Each stripe has an operation a second, a tenth of a second after the one before it; for 15 s of 25 one of them is slow. */
  const stripes = (operation: (second: number, stripe: number, latency: number) => HistoryEvent, slow: number) =>
    Array.from({ length: 250 }, (_, i) => operation(Math.floor(i / 10), i % 10, i % 10 === 3 && i < 150 ? slow : 10))
  const told = ({ verdict, summary, evidence }: Finding) => ({ verdict, summary, evidence: evidence.map(e => e.text) })

  test('writes that take 4.9 s, 200 ms allowed', () => {
    const slowWrite = (tick: number, shard: number, latency: number) => {
      const due = at(tick * 1000 + shard * 100)
      return write(tick, { shard, due, start: due, end: due + latency })
    }
    expect(told(availability(runOf(), stripes(slowWrite, 4900)))).toEqual({
      verdict: 'invalid',
      summary:
        '0 windows of downtime beyond what is allowed (writes 200 ms); 1 stripe slower than that by the median; longest time between successes 200 ms (writes of tenant-a); 0 of 250 operations failed; with retries each succeeded within 4.900 s',
      evidence: ['writes of tenant-a: half of 25 operations on stripe 3 took 4.900 s or longer, 200 ms allowed'],
    })
    expect(availability(runOf(), stripes(slowWrite, 190)).verdict).toBe('valid')
  })

  test('instant queries that take 9.9 s, 2 s allowed', () => {
    const slowRead = (second: number, shard: number, latency: number) => {
      const due = second * 1000 + shard * 100
      return read(due, [], { shard, end: at(due + latency) })
    }
    const budget = Budget.parse({ perPath: { instant: 2000 } })
    expect(told(availability(runOf({ budget }), stripes(slowRead, 9900)))).toMatchObject({
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

  test('unless the budget allows for so many', () => {
    expect(availability(runOf({ budget: Budget.parse({ errorRatio: 0.04 }) }), events).verdict).toBe('valid')
    expect(availability(runOf({ budget: Budget.parse({ errorRatio: 0.03 }) }), events).verdict).toBe('invalid')
  })
})

describe('writes', () => {
  const writes = Budget.parse({ perPath: { writes: 2500 } })

  test('ticks that had to wait for a stalled request were each due at a time of their own', () => {
    const stalled = write(1, { end: at(3500) })
    const batch = write(2, { ticks: [2, 3], start: at(3500), end: at(3510) })
    const events = [write(0), stalled, batch, ...[4, 5, 6].map(tick => write(tick))]
    expect(availability(runOf({ budget: Budget.parse({ unavailable: 2000 }) }), events)).toMatchInlineSnapshot(`
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

  test('a budget of their own, and a rejected request is a failed one', () => {
    const rejected = write(1, { outcome: 'rejected', status: 400, error: 'out of order' })
    expect(availability(runOf({ budget: writes }), [write(0), rejected, write(2)]).evidence).toMatchInlineSnapshot(`
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
    const { summary } = availability(runOf({ budget: writes }), [write(0), failedWrite(1), again, write(2)])
    expect(summary).toMatchInlineSnapshot(
      `"0 windows of downtime beyond what is allowed (writes 2.500 s); longest time between successes 1.040 s (writes of tenant-a); 1 of 4 operations failed; with retries each succeeded within 50 ms"`,
    )
  })
})

describe('unknown', () => {
  test('nobody looked', () => {
    expect(availability(run, [])).toEqual({
      check: 'availability',
      verdict: 'unknown',
      summary: 'no operation was made',
      evidence: [],
    })
  })

  test('nobody looked for a while', () => {
    const events = probes().filter(e => e.type === 'read' && (e.due < at(1000) || e.due > at(2000)))
    expect(availability(run, events)).toMatchInlineSnapshot(`
      {
        "check": "availability",
        "evidence": [
          {
            "data": {
              "atLeastMs": 0,
              "atMostMs": 1100,
              "failed": 0,
              "open": false,
              "path": "labels",
            },
            "from": 1893499200955,
            "kind": "blind",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: no success from 12:00:00.955 to 12:00:02.055: down for 0 ms to 1.100 s, 200 ms allowed; 0 operations failed; outside every step and fault; the harness or its machine was late, or nothing was due, so this proves nothing",
            "to": 1893499202055,
          },
        ],
        "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 1.100 s (labels of tenant-a); 0 of 20 operations failed; with retries each succeeded within 5 ms; 1 time in which nobody looked closely enough",
        "verdict": "unknown",
      }
    `)
  })

  test('the harness was late for longer than can be told as resolution', () => {
    const strict = runOf({ ...run, budget: Budget.parse({ blur: 149 }) })
    expect(availability(strict, [...stalled, late])).toMatchInlineSnapshot(`
      {
        "check": "availability",
        "evidence": [
          {
            "data": {
              "atLeastMs": 0,
              "atMostMs": 640,
              "failed": 0,
              "open": false,
              "path": "labels",
            },
            "from": 1893499200955,
            "kind": "blind",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: no success from 12:00:00.955 to 12:00:01.305: down for 0 ms to 640 ms, 200 ms allowed; 0 operations failed; outside every step and fault; the harness or its machine was late, or nothing was due, so this proves nothing",
            "to": 1893499201305,
          },
        ],
        "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 350 ms (labels of tenant-a); 0 of 30 operations failed; with retries each succeeded within 255 ms; 1 time in which nobody looked closely enough",
        "verdict": "unknown",
      }
    `)
  })

  test('more than a twentieth of the time was blurred, though each time was short', () => {
    // 120 probes last 11.905 s. Without those due in 400 ms at a time, successes are 500 ms apart: twice is 8.4 %, once 4.2 %.
    const without = (...pauses: number[]) =>
      probes(undefined, 120).filter(
        e => e.type === 'read' && !pauses.some(from => e.due > at(from) && e.due < at(from + 400)),
      )
    expect(availability(run, without(500))).toEqual({
      check: 'availability',
      verdict: 'valid',
      summary:
        '0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 500 ms (labels of tenant-a); 0 of 116 operations failed; with retries each succeeded within 5 ms; 1 time up to 500 ms blurred by the harness or its machine',
      evidence: [],
    })
    const { verdict, summary, evidence } = availability(run, without(500, 1500))
    expect([verdict, summary, evidence.map(e => [e.kind, e.from, e.to])]).toEqual([
      'unknown',
      '0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 500 ms (labels of tenant-a); 0 of 112 operations failed; with retries each succeeded within 5 ms; 2 times in which nobody looked closely enough',
      [
        ['blind', at(455), at(955)],
        ['blind', at(1455), at(1955)],
      ],
    ])
  })

  test('probes too far apart for what the budget of their path says', () => {
    const events = [look(0, 'labels'), look(1000, 'labels'), look(2000, 'labels')]
    const sparse = runOf({ spacing: { labels: 1000 }, budget: Budget.parse({ perPath: { labels: 250 } }) })
    expect(availability(sparse, events)).toMatchInlineSnapshot(`
      {
        "check": "availability",
        "evidence": [
          {
            "data": {
              "allowedMs": 250,
              "path": "labels",
              "spacingMs": 1000,
            },
            "kind": "blind",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: probes 1.000 s apart can not show a window of 250 ms; allow at least twice that (budget.perPath.labels) or probe more often",
          },
        ],
        "summary": "0 windows of downtime beyond what is allowed (labels 250 ms); longest time between successes 1.000 s (labels of tenant-a); 0 of 3 operations failed; with retries each succeeded within 20 ms; 1 time in which nobody looked closely enough",
        "verdict": "unknown",
      }
    `)
  })
})

test('where the budget says nothing of a path, two probes apart are allowed, and said to be', () => {
  const events = [look(0, 'labels'), look(1000, 'labels'), look(2000, 'labels')]
  expect(availability(runOf({ spacing: { labels: 1000 } }), events)).toMatchInlineSnapshot(`
    {
      "check": "availability",
      "evidence": [],
      "summary": "0 windows of downtime beyond what is allowed (labels 2.000 s); longest time between successes 1.000 s (labels of tenant-a); 0 of 3 operations failed; with retries each succeeded within 20 ms",
      "verdict": "valid",
    }
  `)
})

test('unknown: what failed before anything was done says nothing about what was done', () => {
  const failing = (from: number, to: number) => probes(ms => (ms > from && ms < to ? refused(ms) : undefined))
  const judged = (events: HistoryEvent[]) => {
    const { verdict, summary, evidence } = availability(run, [write(0), ...fault(1500, 2500), ...events])
    return { verdict, windows: evidence.length, unfit: summary.includes('before anything was done') }
  }
  expect([failing(500, 1000), failing(1600, 2100)].map(judged)).toEqual([
    { verdict: 'unknown', windows: 1, unfit: true },
    { verdict: 'invalid', windows: 1, unfit: false },
  ])
})

test('with a thinner load a path may be without a success for two probes, whatever its budget says', () => {
  const budget = Budget.parse({ perPath: { labels: 100 } })
  const thin = { ...run.dataset, thinning: 5 }
  const verdicts = [run.dataset, thin].map(dataset => availability({ ...run, dataset, budget }, stalled).verdict)
  expect(verdicts).toEqual(['invalid', 'invalid'])
  const apart = [run.dataset, thin].map(
    dataset => availability({ ...run, dataset, budget, spacing: { labels: 200 } }, stalled).verdict,
  )
  expect(apart).toEqual(['invalid', 'valid'])
})
