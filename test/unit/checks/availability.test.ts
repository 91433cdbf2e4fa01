import { describe, expect, test } from 'vitest'
import type { CpuUse, HistoryEvent } from '../../../harness/history/events.ts'
import type { Finding } from '../../../harness/history/verdict.ts'
import { availability } from '../../judged.ts'
import { pressed, steadyCpu, use } from './cpu.ts'
import { allowing, at, failedWrite, fault, look, read, runOf, steady, step, write } from './histories.ts'

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

describe('measurement uncertainty', () => {
  // 350 ms of 12 s.
  const stalled = probes(stall, 120)
  const uncertaintyBy = (who: string) =>
    `measurement uncertainty: 1 gap of up to 350 ms explained by CPU pressure: ${who} (labels of tenant-a, during step "roll zone-a")`
  const told = (finding: Finding) => ({ ...finding, evidence: finding.evidence.map(e => [e.kind, e.from, e.to]) })
  const expected = (uncertainty: string) => ({
    check: 'availability',
    verdict: 'valid',
    summary: `0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 350 ms (labels of tenant-a); 0 of 120 operations failed; with retries each succeeded within 255 ms; ${uncertainty}`,
    uncertainty,
    evidence: [['uncertain', at(955), at(1305)]],
  })
  const steady = steadyCpu(['store-0'], -3000)
  const atLoad = { ...run, loadBegin: at(-3000) }

  test('valid: the harness itself was late, which is said with step and length', () => {
    expect(told(availability(run, [...step(900, 2500), ...stalled, late]))).toEqual(
      expected(uncertaintyBy('the harness itself was late')),
    )
  })

  test('valid: programs outside of the run had the CPU', () => {
    const starved = pressed(1000, 1200, use({ outside: 190 }), 60)
    expect(told(availability(atLoad, [...steady, ...step(900, 2500), ...stalled, ...starved]))).toEqual(
      expected(uncertaintyBy('programs outside of this run had 380 ms of 400 ms of CPU')),
    )
  })

  test('invalid: a pod that had no more to do than before had it', () => {
    const starved = pressed(1000, 1200, use({ pods: { 'store-0': 190 } }), 60)
    const { verdict, evidence } = availability(atLoad, [...steady, ...stalled, ...starved])
    expect({ verdict, kinds: evidence.map(e => e.kind) }).toEqual({ verdict: 'invalid', kinds: ['window'] })
  })

  test('unknown: nobody can tell who had it', () => {
    const { verdict, evidence } = availability(atLoad, [...steady, ...stalled, ...pressed(1000, 1200)])
    expect({ verdict, evidence: evidence.map(e => e.text) }).toEqual({
      verdict: 'unknown',
      evidence: [
        'labels of tenant-a: no success from 12:00:00.955 to 12:00:01.305: down for 245 ms to 350 ms, 200 ms allowed; 0 operations failed; outside every step and fault; the kernel did not tell who had the CPU, so nobody can tell whether it would have been without that',
      ],
    })
  })

  test('unknown: it failed while programs outside of the run had the CPU; invalid: while a pod had it', () => {
    const events = probes(ms => (ms > 1000 && ms < 1300 ? refused(ms) : undefined), 120)
    const verdict = (had: CpuUse) => availability(atLoad, [...steady, ...events, ...pressed(900, 1400, had)]).verdict
    expect([verdict(use({ outside: 190 })), verdict(use({ pods: { 'store-0': 190 } }))]).toEqual(['unknown', 'invalid'])
  })

  test('invalid: what failed is never uncertain', () => {
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
              "ms": 1100,
              "of": 2905,
              "path": "labels",
            },
            "kind": "doubt",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: 1.100 s of 2.905 s could not be measured, which is too much for a verdict (a larger machine, fewer runs side by side, or --load light)",
          },
          {
            "data": {
              "atLeastMs": 0,
              "atMostMs": 1100,
              "failed": 0,
              "open": false,
              "path": "labels",
            },
            "from": 1893499200955,
            "kind": "unobserved",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: no success from 12:00:00.955 to 12:00:02.055: down for 0 ms to 1.100 s, 200 ms allowed; 0 operations failed; outside every step and fault; nothing was due, so this proves nothing",
            "to": 1893499202055,
          },
        ],
        "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 1.100 s (labels of tenant-a); 0 of 20 operations failed; with retries each succeeded within 5 ms; measurement uncertainty: 1 period of up to 1.100 s not observed (labels of tenant-a, outside every step and fault)",
        "uncertainty": "measurement uncertainty: 1 period of up to 1.100 s not observed (labels of tenant-a, outside every step and fault)",
        "verdict": "unknown",
      }
    `)
  })

  test('CPU pressure hides more than a twentieth of the time', () => {
    expect(availability(run, [...stalled, late])).toMatchInlineSnapshot(`
      {
        "check": "availability",
        "evidence": [
          {
            "data": {
              "ms": 350,
              "of": 2905,
              "path": "labels",
            },
            "kind": "doubt",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: 350 ms of 2.905 s could not be measured, which is too much for a verdict (a larger machine, fewer runs side by side, or --load light)",
          },
          {
            "data": {
              "atLeastMs": 0,
              "atMostMs": 640,
              "failed": 0,
              "open": false,
              "path": "labels",
            },
            "from": 1893499200955,
            "kind": "uncertain",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: no success from 12:00:00.955 to 12:00:01.305: down for 0 ms to 640 ms, 200 ms allowed; 0 operations failed; outside every step and fault; the harness itself was late, so this proves nothing",
            "to": 1893499201305,
          },
        ],
        "summary": "0 windows of downtime beyond what is allowed (labels 200 ms); longest time between successes 350 ms (labels of tenant-a); 0 of 30 operations failed; with retries each succeeded within 255 ms; measurement uncertainty: 1 gap of up to 350 ms explained by CPU pressure: the harness itself was late (labels of tenant-a, outside every step and fault)",
        "uncertainty": "measurement uncertainty: 1 gap of up to 350 ms explained by CPU pressure: the harness itself was late (labels of tenant-a, outside every step and fault)",
        "verdict": "unknown",
      }
    `)
  })

  test('more than a twentieth of the time was not observed, though each time was short', () => {
    // 120 probes last 11.905 s. Without those due in 400 ms at a time, successes are 500 ms apart: twice is 8.4 %, once 4.2 %.
    const without = (...pauses: number[]) =>
      probes(undefined, 120).filter(
        e => e.type === 'read' && !pauses.some(from => e.due > at(from) && e.due < at(from + 400)),
      )
    const told = ({ verdict, evidence }: Finding) => [verdict, evidence.map(e => [e.kind, e.from, e.to])]
    expect(told(availability(run, without(500)))).toEqual(['valid', [['unobserved', at(455), at(955)]]])
    expect(told(availability(run, without(500, 1500)))).toEqual([
      'unknown',
      [
        ['doubt', undefined, undefined],
        ['unobserved', at(455), at(955)],
        ['unobserved', at(1455), at(1955)],
      ],
    ])
  })

  test('nobody looked for 2.3 s, however short a part of the run that was', () => {
    const paused = probes(undefined, 600).filter(e => e.type === 'read' && (e.due < at(1000) || e.due > at(3200)))
    const { verdict, evidence } = availability(run, paused)
    expect([verdict, evidence.map(e => e.kind)]).toEqual(['unknown', ['doubt', 'unobserved']])
  })

  test('probes too far apart for the objective of their path', () => {
    const events = [look(0, 'labels'), look(1000, 'labels'), look(2000, 'labels')]
    const sparse = runOf({ spacing: { labels: 1000 }, objectives: allowing(200, { steady: { labels: 250 } }) })
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
            "kind": "under-sampled",
            "tenant": "tenant-a",
            "text": "labels of tenant-a: probes 1.000 s apart can not show a window of 250 ms; allow at least twice that (objectives.steady.labels) or probe more often",
          },
        ],
        "summary": "0 windows of downtime beyond what is allowed (labels 250 ms); longest time between successes 1.000 s (labels of tenant-a); 0 of 3 operations failed; with retries each succeeded within 20 ms",
        "verdict": "unknown",
      }
    `)
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
