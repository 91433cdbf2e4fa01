import { expect, test } from 'vitest'
import { referencePrometheus as witness } from '../../../harness/mimir/signals/reference-prometheus/reference-prometheus-check.ts'
import type { ReferencePrometheusEvent } from '../../../harness/mimir/signals/reference-prometheus/reference-prometheus-records.ts'
import { at, fault, runOf } from './histories.ts'

const run = runOf({ signals: ['reference-prometheus'] })
const none = { samples: 0, first: [] }

const compared = (changes: Partial<ReferencePrometheusEvent> = {}): ReferencePrometheusEvent => ({
  type: 'reference-prometheus',
  at: at(61_000),
  tenant: 'reference-prometheus',
  from: at(0),
  to: at(60_000),
  samples: 4200,
  series: 70,
  missing: none,
  different: none,
  extra: none,
  queue: { sent: 4300, dropped: 0, failed: 0, retried: 12 },
  ...changes,
})

const up = 'up{pod="ingester-0"}'

test('valid: all samples are there', () => {
  expect(witness(run, [compared()])).toMatchInlineSnapshot(`
    {
      "check": "reference-prometheus",
      "evidence": [],
      "summary": "4,200 samples of 70 series compared: 0 missing, 0 different, 0 extra; the observer sent 4,300, dropped 0, failed with 0, sent 12 again",
      "verdict": "valid",
    }
  `)
})

test('invalid: samples missing, different and extra', () => {
  const event = compared({
    missing: {
      samples: 7,
      first: [1000, 2000, 3000, 4000].map(ms => ({ labels: up, timestamp: at(ms), expected: '1' })),
    },
    different: { samples: 1, first: [{ labels: up, timestamp: at(5000), expected: '1', got: '2' }] },
    extra: { samples: 1, first: [{ labels: up, timestamp: at(5500), got: '0' }] },
  })
  expect(witness(run, [...fault(500, 1500), event])).toMatchInlineSnapshot(`
    {
      "check": "reference-prometheus",
      "evidence": [
        {
          "data": {
            "first": [
              {
                "expected": "1",
                "labels": "up{pod="ingester-0"}",
                "timestamp": 1893499201000,
              },
              {
                "expected": "1",
                "labels": "up{pod="ingester-0"}",
                "timestamp": 1893499202000,
              },
              {
                "expected": "1",
                "labels": "up{pod="ingester-0"}",
                "timestamp": 1893499203000,
              },
              {
                "expected": "1",
                "labels": "up{pod="ingester-0"}",
                "timestamp": 1893499204000,
              },
            ],
            "samples": 7,
          },
          "from": 1893499201000,
          "kind": "missing",
          "text": "7 samples of the observer missing in Mimir: up{pod="ingester-0"} at 12:00:01.000 = 1, up{pod="ingester-0"} at 12:00:02.000 = 1, up{pod="ingester-0"} at 12:00:03.000 = 1, ...; during fault kill-pod#1 on ingester-0",
          "to": 1893499201000,
        },
        {
          "data": {
            "first": [
              {
                "expected": "1",
                "got": "2",
                "labels": "up{pod="ingester-0"}",
                "timestamp": 1893499205000,
              },
            ],
            "samples": 1,
          },
          "from": 1893499205000,
          "kind": "different",
          "text": "1 sample with another value in Mimir: up{pod="ingester-0"} at 12:00:05.000 = 1 became 2; outside every step and fault",
          "to": 1893499205000,
        },
        {
          "data": {
            "first": [
              {
                "got": "0",
                "labels": "up{pod="ingester-0"}",
                "timestamp": 1893499205500,
              },
            ],
            "samples": 1,
          },
          "from": 1893499205500,
          "kind": "extra",
          "text": "1 sample in Mimir unknown to the observer: up{pod="ingester-0"} at 12:00:05.500 = 0; outside every step and fault",
          "to": 1893499205500,
        },
      ],
      "summary": "4,200 samples of 70 series compared: 7 missing, 1 different, 1 extra; the observer sent 4,300, dropped 0, failed with 0, sent 12 again",
      "verdict": "invalid",
    }
  `)
})

test('invalid: the observer gave samples up', () => {
  const event = compared({ queue: { sent: 4300, dropped: 3, failed: 1, retried: 0 } })
  expect(witness(run, [event])).toMatchInlineSnapshot(`
    {
      "check": "reference-prometheus",
      "evidence": [
        {
          "data": {
            "samples": 3,
          },
          "kind": "dropped",
          "text": "3 samples dropped by the observer before it sent them",
        },
        {
          "data": {
            "samples": 1,
          },
          "kind": "failed",
          "text": "1 sample refused for good, or given up by the observer",
        },
      ],
      "summary": "4,200 samples of 70 series compared: 0 missing, 0 different, 0 extra; the observer sent 4,300, dropped 3, failed with 1, sent 0 again",
      "verdict": "invalid",
    }
  `)
})

test('unknown: nothing compared, broken off, or not known what the observer did', () => {
  const { queue: _, ...unasked } = compared()
  expect([
    witness(run, []),
    witness(run, [compared({ samples: 0, series: 0 })]),
    witness(run, [compared({ broke: 'waited 60.0 s for the observer to have written all it had scraped' })]),
    witness(run, [unasked]),
  ]).toMatchInlineSnapshot(`
    [
      {
        "check": "reference-prometheus",
        "evidence": [],
        "summary": "the observer and Mimir were not compared",
        "verdict": "unknown",
      },
      {
        "check": "reference-prometheus",
        "evidence": [],
        "summary": "0 samples of 0 series compared: 0 missing, 0 different, 0 extra; the observer sent 4,300, dropped 0, failed with 0, sent 12 again",
        "verdict": "unknown",
      },
      {
        "check": "reference-prometheus",
        "evidence": [
          {
            "kind": "broke",
            "text": "the comparison broke off at 12:01:01.000: waited 60.0 s for the observer to have written all it had scraped",
          },
        ],
        "summary": "4,200 samples of 70 series compared: 0 missing, 0 different, 0 extra; the observer sent 4,300, dropped 0, failed with 0, sent 12 again; the comparison broke off",
        "verdict": "unknown",
      },
      {
        "check": "reference-prometheus",
        "evidence": [],
        "summary": "4,200 samples of 70 series compared: 0 missing, 0 different, 0 extra; the observer's own counts are not known",
        "verdict": "unknown",
      },
    ]
  `)
})

test('a proof stays one when the comparison broke off', () => {
  const missing = { samples: 1, first: [{ labels: up, timestamp: at(1000), expected: '1' }] }
  expect(witness(run, [compared({ missing, broke: 'HTTP 500' })])?.verdict).toBe('invalid')
})

test('a run that was to have none has no finding', () => {
  expect(witness(runOf(), [])).toBeUndefined()
})
