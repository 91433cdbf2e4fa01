import { describe, expect, test } from 'vitest'
import type { CpuUse } from '../../../harness/history/events.ts'
import type { Finding } from '../../../harness/history/verdict.ts'
import { availability } from '../../judged.ts'
import { pressed, steadyCpu, use } from './cpu.ts'
import { allowing, at, look, runOf, step } from './histories.ts'
import { late, probes, refused, run, stall, stalled } from './label-probes.ts'

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
