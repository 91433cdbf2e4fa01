import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { isolation } from '../../../harness/mimir/signals/reads/isolation.ts'
import { rules } from '../../judged.ts'
import { pressed, steadyCpu, use } from './cpu.ts'
import { at, fault, look, runOf, write } from './histories.ts'

const run = runOf({ rule: { record: 'gauntlet:sum', interval: 1 } })

/** 20 s in which each stripe of tenant-a, of two series, is written each second. */
const written = [0, 1].flatMap(stripe => Array.from({ length: 20 }, (_, tick) => write(tick, { stripe })))
/** What a read finds whose every evaluation of the last seconds recorded the same. */
const recording = (ms: number, value: number, times: number[]): HistoryEvent =>
  look(ms, 'rules', { values: times.map(at), recorded: times.map(() => value) })
const seconds = (from: number, to: number, step = 1000) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + step * i)

test('valid: every evaluation counted all series', () => {
  const judged = rules(run, [...written, recording(20_500, 4, seconds(1000, 20_000))])
  expect(judged).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [],
      "summary": "20 evaluations of gauntlet:sum, 0 skipped, 20 values checked, 1.000 s apart at most, 6.500 s allowed",
      "verdict": "valid",
    }
  `)
})

test('invalid: a ruler recorded less than is there, in one of its evaluations', () => {
  const judged = rules(run, [
    ...written,
    recording(10_500, 4, seconds(1000, 10_000)),
    recording(11_500, 3, [11_000]),
    recording(20_500, 4, seconds(12_000, 20_000)),
  ])
  expect(judged).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [
        {
          "data": {
            "least": 4,
            "most": 4,
            "value": 3,
          },
          "from": 1893499211000,
          "kind": "wrong",
          "tenant": "tenant-a",
          "text": "gauntlet:sum of tenant-a recorded 3 at 12:00:11.000, where 4 series were to be counted; outside every step and fault",
          "to": 1893499211000,
        },
      ],
      "summary": "20 evaluations of gauntlet:sum, 0 skipped, 20 values checked, 1.000 s apart at most, 6.500 s allowed",
      "verdict": "invalid",
    }
  `)
})

test('what is in flight at an evaluation may count or not, what was never sent may not', () => {
  // Of stripe 1 the first sample has the timestamp 12:00:00.500, and its ack comes only after two seconds.
  const late = [write(0), write(0, { stripe: 1, end: at(2500) })]
  const judged = (value: number, ms: number) => rules(run, [...late, recording(3000, value, [ms])])!.verdict
  expect([judged(2, 400), judged(4, 400), judged(2, 1000), judged(4, 1000)]).toEqual([
    'valid',
    'invalid',
    'valid',
    'valid',
  ])
  expect([judged(2, 2600), judged(4, 2600), judged(3, 2600)]).toEqual(['invalid', 'valid', 'invalid'])
})

test("invalid twice: a rule rests while answers hold another tenant's evaluations", () => {
  const foreign = (ms: number): HistoryEvent =>
    look(ms, 'rules', {
      values: [],
      recorded: [],
      anomalies: [{ kind: 'foreign', owner: 'tenant-b', labels: 'gauntlet:sum{tenant="tenant-b"}', samples: 12 }],
    })
  const events = [
    ...written,
    recording(7500, 4, seconds(1000, 7000)),
    foreign(12_000),
    recording(20_500, 4, seconds(19_000, 20_000)),
  ]
  const { verdict, evidence } = rules(run, events)!
  expect({ verdict, texts: evidence.map(e => e.text) }).toMatchInlineSnapshot(`
    {
      "texts": [
        "gauntlet:sum of tenant-a: not evaluated from 12:00:07.000 to 12:00:19.000, 12.000 s; outside every step and fault",
        "gauntlet:sum of tenant-a: 11 evaluations of 20 skipped, 11.000 s in all, from 12:00:07.000 to 12:00:19.000; 6.500 s allowed; outside every step and fault",
      ],
      "verdict": "invalid",
    }
  `)
  const { verdict: isolated, evidence: breaches } = isolation(run, events)
  expect({ isolated, texts: breaches.map(e => e.text) }).toMatchInlineSnapshot(`
    {
      "isolated": "invalid",
      "texts": [
        "tenant-a got 12 samples of tenant-b (gauntlet:sum{tenant="tenant-b"}) in the rules read of 12:00:12.000, outside every step and fault",
      ],
    }
  `)
})

test('invalid: every other evaluation is skipped, and no gap is long', () => {
  expect(rules(run, [...written, recording(20_500, 4, seconds(1000, 20_000, 2000))])).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [
        {
          "data": {
            "allowedMs": 6500,
            "skipped": 9,
            "skippedMs": 9000,
          },
          "from": 1893499201000,
          "kind": "skipped",
          "tenant": "tenant-a",
          "text": "gauntlet:sum of tenant-a: 9 evaluations of 19 skipped, 9.000 s in all, from 12:00:01.000 to 12:00:19.000; 6.500 s allowed; outside every step and fault",
          "to": 1893499219000,
        },
      ],
      "summary": "10 evaluations of gauntlet:sum, 9 skipped, 10 values checked, 2.000 s apart at most, 6.500 s allowed",
      "verdict": "invalid",
    }
  `)
})

test('a phase that allows longer gaps adds one of them to what may be skipped', () => {
  const objectives = {
    ...run.objectives,
    faults: { 'kill-pod': { because: 'rulers move', tail: 0, paths: { evaluations: { longestGap: 8000 } } } },
  }
  const times = [...seconds(1000, 2000), ...seconds(3000, 13_000, 2000), ...seconds(14_000, 20_000)]
  const events = [...written, ...fault(3000, 9000), recording(20_500, 4, times)]
  expect(rules({ ...run, objectives }, events)?.verdict).toBe('valid')
})

describe('one evaluation is skipped where nothing changes', () => {
  const once = recording(20_500, 4, [...seconds(1000, 10_000), ...seconds(12_000, 20_000)])
  const calm = [...steadyCpu(['ruler-0'], -3000), ...written, once]
  const judged = (events: readonly HistoryEvent[]) => rules({ ...run, loadBegin: at(-3000) }, events)

  test('invalid', () => {
    expect(judged(calm)).toMatchObject({
      verdict: 'invalid',
      evidence: [
        {
          kind: 'skipped',
          text: 'gauntlet:sum of tenant-a: 1 evaluation of 20 skipped where nothing changed, 1.000 s in all, from 12:00:10.000 to 12:00:12.000; 0 ms allowed; outside every step and fault',
        },
      ],
    })
  })

  const outside = pressed(11_000, 11_500, use({ outside: 190 }))
  /** Writes of the gap took so long. */
  const slowly = (ms: number) =>
    calm.map(e => (e.type === 'write' && e.ticks[0] === 10 ? { ...e, end: e.due + ms } : e))

  test('valid: programs outside of the run had the CPU and writes waited, too, or a pod was just restarted', () => {
    const restarted: HistoryEvent = { type: 'pod', pod: 'ruler-0', component: 'ruler', phase: 'ready', at: at(9000) }
    expect(judged([...slowly(250), ...outside])?.verdict).toBe('valid')
    expect(judged([...calm, restarted])?.verdict).toBe('valid')
  })

  test('invalid: programs outside of the run had the CPU, and everybody else was fast all the same', () => {
    expect(judged([...slowly(240), ...outside])?.verdict).toBe('invalid')
  })

  test('invalid: rulers themselves had it', () => {
    expect(judged([...slowly(250), ...pressed(11_000, 11_500, use({ pods: { 'ruler-0': 190 } }))])?.verdict).toBe(
      'invalid',
    )
  })
})

describe('on a machine that others use all the time', () => {
  const busy = [...steadyCpu(['ruler-0'], -3000), ...written, ...pressed(0, 20_000, use({ outside: 120 }))]
  const judged = (times: number[], ...more: HistoryEvent[]) =>
    rules({ ...run, loadBegin: at(-3000) }, [...busy, ...more, recording(20_500, 4, times)])

  test('invalid: every tenth evaluation is skipped, while writes are fast', () => {
    const tenth = [...seconds(1000, 5000), ...seconds(7000, 15_000), ...seconds(17_000, 20_000)]
    expect(judged(tenth)).toMatchObject({
      verdict: 'invalid',
      evidence: [
        {
          text: 'gauntlet:sum of tenant-a: 2 evaluations of 20 skipped where nothing changed, 2.000 s in all, from 12:00:05.000 to 12:00:17.000; 0 ms allowed; outside every step and fault',
        },
      ],
    })
  })

  test('valid: one gap of 6 s, while a ruler hands its groups over', () => {
    const handOver = [...seconds(1000, 8000), ...seconds(14_000, 20_000)]
    const ready: HistoryEvent = { type: 'pod', pod: 'ruler-0', component: 'ruler', phase: 'ready', at: at(9000) }
    expect(judged(handOver, ready)?.verdict).toBe('valid')
  })
})

test('invalid: evaluations began long after there was something to count', () => {
  expect(rules(run, [...written, recording(20_500, 4, seconds(9000, 20_000))])?.evidence).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "allowedMs": 6500,
          "gapMs": 8990,
        },
        "from": 1893499200010,
        "kind": "gap",
        "tenant": "tenant-a",
        "text": "gauntlet:sum of tenant-a: not evaluated from 12:00:00.010 to 12:00:09.000, 8.990 s; outside every step and fault",
        "to": 1893499209000,
      },
    ]
  `)
})

test('invalid: there was something to count for long, and no evaluation was ever seen', () => {
  expect(rules(run, [...written, look(12_000, 'rules', { values: [], recorded: [] })])?.verdict).toBe('invalid')
})

test('invalid: a recorded series that no rule makes', () => {
  const anomalies = [{ kind: 'phantom' as const, labels: 'gauntlet:sum{}', timestamp: at(1000), got: '4' }]
  const strange = look(2000, 'rules', { values: [at(1000)], recorded: [4], anomalies })
  expect(rules(run, [...written, strange])?.evidence).toMatchInlineSnapshot(`
    [
      {
        "kind": "wrong",
        "tenant": "tenant-a",
        "text": "tenant-a got 1 recorded series that no rule of its own makes: gauntlet:sum{}",
      },
    ]
  `)
})

test('invalid: the rules API does not list the rule for longer than nobody may evaluate it', () => {
  const list = (ms: number, ...values: string[]) => look(ms, 'rules-api', { asks: 'rules', values })
  const listings = [
    list(1000, 'gauntlet:sum'),
    ...seconds(2000, 9000).map(ms => list(ms)),
    list(10_000, 'gauntlet:sum'),
  ]
  const read = recording(20_500, 4, seconds(1000, 20_000))
  expect(rules(run, [...written, read, ...listings])?.evidence).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "allowedMs": 6500,
          "answers": 8,
        },
        "from": 1893499202000,
        "kind": "unlisted",
        "text": "gauntlet:sum of tenant-a: the rules API did not list it in 8 answers from 12:00:02.000 to 12:00:09.020, 7.020 s, 6.500 s allowed; outside every step and fault",
        "to": 1893499209020,
      },
    ]
  `)
  expect(rules(run, [...written, read, ...listings.slice(4)])?.verdict).toBe('valid')
})
