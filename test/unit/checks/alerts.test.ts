import { describe, expect, test } from 'vitest'
import type { PodEvent } from '../../../harness/history/events.ts'
import type { ReadEvent } from '../../../harness/mimir/signals/reads/reads-records.ts'
import type { ObjectivesSpec } from '../../../harness/scenario/demands.ts'
import { alerts } from '../../judged.ts'
import { alertmanagers, answers, before, failed, looks, notifications, notified, said, setup } from './alerting.ts'
import { allowing, at, fault, runOf } from './histories.ts'

const run = runOf({ signals: ['alerts'] })

test('valid: everything stayed as it was set up', () => {
  expect(alerts(run, [setup, ...notifications, ...looks(30)])).toMatchInlineSnapshot(`
    {
      "check": "alerts",
      "evidence": [],
      "summary": "60 reads, 0 failed, 0 with silence or alerts not as set up; longest time between successes 500 ms, 2.000 s allowed; Held fired as before in 15 of 15 answers of rulers; 3 notifications of Hit, 15.000 s apart at most, 36.000 s allowed, 0 sent twice",
      "verdict": "valid",
    }
  `)
})

test('duplicates are told, and no finding while replicas change or 21 s later', () => {
  const ready: PodEvent = { type: 'pod', pod: 'alertmanager-0', component: 'alertmanager', phase: 'ready', at: at(10) }
  const events = [setup, ...notifications, ready, notified(9040), ...looks(30)]
  const { verdict, summary } = alerts(run, events)!
  expect({ verdict, summary }).toMatchInlineSnapshot(`
    {
      "summary": "60 reads, 0 failed, 0 with silence or alerts not as set up; longest time between successes 500 ms, 2.000 s allowed; Held fired as before in 15 of 15 answers of rulers; 4 notifications of Hit, 14.960 s apart at most, 36.000 s allowed, 1 sent twice",
      "verdict": "valid",
    }
  `)
})

test('valid: all replicas notify where they were just made: each takes itself for the first one', () => {
  const all = [-1000, 9000, 9001, 9002, 24_000].map(ms => notified(ms))
  expect(alerts(run, [setup, ...all, ...looks(30)])?.verdict).toBe('valid')
})

describe('invalid', () => {
  test('a notification came twice where nothing changed: the log of notifications is not used', () => {
    const all = [-1000, 9000, 14_000, 24_100].map(ms => notified(ms))
    const other: PodEvent = { type: 'pod', pod: 'ruler-0', component: 'ruler', phase: 'ready', at: at(10_000) }
    expect(alerts(run, [{ ...setup, at: at(-12_000) }, other, ...all, ...looks(30)])).toMatchObject({
      verdict: 'invalid',
      evidence: [
        {
          kind: 'twice',
          text: 'Hit was notified at 12:00:09.000 and again at 12:00:14.000, after 5.000 s, where no Alertmanager changed; it is to be repeated after 10.000 s; outside every step and fault',
        },
      ],
    })
  })

  const kindsOf = (...events: Parameters<typeof alerts>[1]) => {
    const { verdict, evidence } = alerts(run, [setup, ...fault(3000, 5000), ...events])!
    return { verdict, evidence: evidence.map(e => `${e.kind}: ${e.text}`) }
  }

  test('the silence was gone, and the alert with it no longer suppressed', () => {
    const gone = (ms: number) => (ms >= 4000 && ms < 5000 ? { silence: false, silenced: 'active' as const } : {})
    expect(kindsOf(...notifications, ...looks(30, gone))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "silence: the silence of Silenced was not active in 2 reads from 12:00:04.000 to 12:00:04.520; during fault kill-pod#1 on ingester-0",
          "unsuppressed: Silenced was not suppressed in 2 reads from 12:00:04.000 to 12:00:04.520; during fault kill-pod#1 on ingester-0",
        ],
        "verdict": "invalid",
      }
    `)
  })

  test('an alert was absent', () => {
    const absent = (ms: number) => (ms === 4000 || ms === 5000 ? { firing: 'absent' as const } : {})
    expect(kindsOf(...notifications, ...looks(30, absent))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "absent: Hit, Silenced or Held was absent in 2 reads from 12:00:04.000 to 12:00:05.020, 1.020 s, 0 ms allowed; during fault kill-pod#1 on ingester-0",
        ],
        "verdict": "invalid",
      }
    `)
  })

  test('the firing alert was suppressed', () => {
    const wrong = (ms: number) => (ms === 4000 ? { firing: 'suppressed' as const } : {})
    expect(kindsOf(...notifications, ...looks(30, wrong))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "suppressed: Hit or Held was suppressed in 1 read from 12:00:04.000 to 12:00:04.020; during fault kill-pod#1 on ingester-0",
        ],
        "verdict": "invalid",
      }
    `)
  })

  test('reads failed: once, and for longer than 2 s', () => {
    const once = (ms: number) => (ms === 4000 ? failed : {})
    expect(kindsOf(...notifications, ...looks(30, once))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "errors: alerts of tenant-a: 1 of 60 operations failed outside of any window, most often "503 Alertmanager not ready" (1); first at 12:00:04.000, during fault kill-pod#1 on ingester-0",
        ],
        "verdict": "invalid",
      }
    `)
    const long = (ms: number) => (ms >= 4000 && ms <= 6000 ? failed : {})
    expect(kindsOf(...notifications, ...looks(30, long))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "window: alerts of tenant-a: no success from 12:00:03.520 to 12:00:06.520: down for 1.980 s to 3.000 s, 2.000 s allowed; 5 operations failed, most often "503 Alertmanager not ready" (5); during fault kill-pod#1 on ingester-0",
        ],
        "verdict": "invalid",
      }
    `)
    expect(kindsOf(...notifications, ...looks(30, () => failed)).verdict).toBe('invalid')
  })

  test('a notification of the silenced alert, and one that the firing one is resolved', () => {
    const wrong = [notified(4000, 'firing', 'Silenced'), notified(6000, 'resolved', 'Hit')]
    expect(kindsOf(...notifications, ...wrong, ...looks(30))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "notified: a notification of Silenced, which is silenced, at 12:00:04.000; during fault kill-pod#1 on ingester-0",
          "resolved: Hit was notified as resolved at 12:00:06.000; outside every step and fault",
        ],
        "verdict": "invalid",
      }
    `)
  })

  test('notifications ended', () => {
    expect(kindsOf(notified(-1000), notified(9000), ...looks(50))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "gap: no notification of Hit from 12:00:09.000 to 12:00:49.520, 40.520 s, 36.000 s allowed; outside every step and fault",
        ],
        "verdict": "invalid",
      }
    `)
  })
})

test('what the objectives allow is valid: an alert absent for a while, a longer window, a later notification', () => {
  const allows = (more: ObjectivesSpec) => runOf({ signals: ['alerts'], objectives: allowing(200, more) })
  const absent = (ms: number) =>
    ms >= 4000 && ms <= 5000 ? { firing: 'absent' as const, silenced: 'absent' as const } : {}
  const events = [setup, ...notifications, ...looks(30, absent)]
  expect(alerts(allows({ steady: { alerts: { readableAfter: 1020 } } }), events)?.verdict).toBe('valid')
  expect(alerts(allows({ steady: { alerts: { readableAfter: 1019 } } }), events)?.verdict).toBe('invalid')

  const long = (ms: number) => (ms >= 4000 && ms <= 6000 ? failed : {})
  const down = [setup, ...notifications, ...looks(30, long)]
  expect(alerts(allows({ steady: { alerts: { longestGap: 4000, errorRatio: 0.1 } } }), down)?.verdict).toBe('valid')

  const ended = [setup, notified(9000), ...looks(50)]
  expect(alerts(allows({ allowances: { notificationDelay: 26_000 } }), ended)?.verdict).toBe('valid')
  expect(alerts(allows({ allowances: { notificationDelay: 25_000 } }), ended)?.verdict).toBe('invalid')
})

test('unknown: not set up, not read, not notified', () => {
  expect([alerts(run, []), alerts(run, [setup]), alerts(run, [setup, ...looks(30)])]).toMatchInlineSnapshot(`
    [
      {
        "check": "alerts",
        "evidence": [],
        "summary": "no alert was set up",
        "verdict": "unknown",
      },
      {
        "check": "alerts",
        "evidence": [],
        "summary": "no alert was read",
        "verdict": "unknown",
      },
      {
        "check": "alerts",
        "evidence": [
          {
            "kind": "unnotified",
            "tenant": "tenant-a",
            "text": "no notification of Hit came",
          },
        ],
        "summary": "60 reads, 0 failed, 0 with silence or alerts not as set up; longest time between successes 500 ms, 2.000 s allowed; Held fired as before in 15 of 15 answers of rulers; no notification of Hit came",
        "verdict": "unknown",
      },
    ]
  `)
})

test('where notifications have no way, the API alone decides', () => {
  expect(alerts(run, [{ ...setup, notified: false }, ...looks(30)])).toMatchInlineSnapshot(`
    {
      "check": "alerts",
      "evidence": [],
      "summary": "60 reads, 0 failed, 0 with silence or alerts not as set up; longest time between successes 500 ms, 2.000 s allowed; Held fired as before in 15 of 15 answers of rulers; notifications had no way to the harness and were not judged",
      "verdict": "valid",
    }
  `)
})

test('a run that was to have none has no finding', () => {
  expect(alerts(runOf(), [])).toBeUndefined()
})

describe('the alert with `for`, which fires since 30 s before the load', () => {
  const judged = (reads: readonly ReadEvent[]) => {
    const { verdict, evidence } = alerts(run, [setup, ...notifications, ...alertmanagers(30), ...reads])!
    return { verdict, evidence: evidence.map(e => `${e.kind}: ${e.text}`) }
  }

  test('absent, then pending, then restored to the second, within the hand-over and three evaluations: valid', () => {
    const handedOver = (ms: number) => {
      if (ms < 8000) return said(ms, before)
      if (ms < 12_000) return said(ms, undefined)
      return ms < 16_000 ? said(ms, ms, 'pending') : said(ms, before - 900)
    }
    const { verdict, summary } = alerts(run, [
      setup,
      ...notifications,
      ...alertmanagers(30),
      ...answers(30, handedOver),
    ])!
    expect({ verdict, summary }).toMatchInlineSnapshot(`
      {
        "summary": "60 reads, 0 failed, 0 with silence or alerts not as set up; longest time between successes 500 ms, 2.000 s allowed; Held fired as before in 11 of 15 answers of rulers, not for 6.020 s at most; 3 notifications of Hit, 15.000 s apart at most, 36.000 s allowed, 0 sent twice",
        "verdict": "valid",
      }
    `)
  })

  test('active since the hand-over: invalid, pending or firing', () => {
    const anew = (ms: number) => {
      if (ms < 8000) return said(ms, before)
      return said(ms, 8500, ms < 20_000 ? 'pending' : 'firing')
    }
    expect(judged(answers(30, anew))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "not-restored: Held, which fires since 11:59:30.000, was firing since 12:00:08.500 in the last of 11 answers of rulers from 12:00:08.000 to 12:00:28.020, 20.020 s, 9.500 s allowed; outside every step and fault",
        ],
        "verdict": "invalid",
      }
    `)
  })

  test('absent for longer than nobody may evaluate it: invalid', () => {
    const gone = (ms: number) => said(ms, ms >= 4000 && ms < 18_000 ? undefined : before)
    expect(judged(answers(30, gone))).toMatchInlineSnapshot(`
      {
        "evidence": [
          "not-restored: Held, which fires since 11:59:30.000, was absent in the last of 7 answers of rulers from 12:00:04.000 to 12:00:16.020, 12.020 s, 9.500 s allowed; outside every step and fault",
        ],
        "verdict": "invalid",
      }
    `)
  })
})
