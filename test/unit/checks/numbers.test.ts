import { expect, test } from 'vitest'
import { numbersOf } from '../../judged.ts'
import { all, at, failedWrite, look, only, read, runOf, write } from './histories.ts'

test('every number has its unit in its name', () => {
  const harness = (ms: number, delay: number) => ({ type: 'harness' as const, at: at(ms), delay, cpu: 50, rss: 1000 })
  const events = [
    write(0),
    failedWrite(1),
    write(2, { outcome: 'rejected', status: 400 }),
    write(3, { outcome: 'limited', status: 429 }),
    read(900, [only([0], [0, 0])]),
    read(2500, [all([0, 1])]),
    look(2600, 'cross-tenant'),
    harness(1000, 5),
    harness(2000, 7),
  ]
  expect(numbersOf(runOf(), events)).toMatchInlineSnapshot(`
    {
      "acked_samples": 2,
      "corrupt_samples": 0,
      "cross_tenant_failed": 0,
      "cross_tenant_longest_gap_ms": 20,
      "cross_tenant_operations": 1,
      "cross_tenant_p100_ms": 20,
      "cross_tenant_p50_ms": 20,
      "cross_tenant_p95_ms": 20,
      "cross_tenant_p99_ms": 20,
      "cross_tenant_reads": 1,
      "cross_tenant_retried_longest_ms": 20,
      "cross_tenant_retried_never": 0,
      "duplicate_samples": 0,
      "harness_cpu_percent": 5,
      "harness_delay_ms": 7,
      "harness_rss_bytes": 1000,
      "instant_failed": 0,
      "instant_longest_gap_ms": 1600,
      "instant_operations": 2,
      "instant_p100_ms": 20,
      "instant_p50_ms": 20,
      "instant_p95_ms": 20,
      "instant_p99_ms": 20,
      "instant_retried_longest_ms": 20,
      "instant_retried_never": 0,
      "limited_samples": 2,
      "limited_stored_samples": 0,
      "lost_samples": 0,
      "never_read_samples": 0,
      "phantom_samples": 0,
      "recovered_samples": 2,
      "refused_samples": 0,
      "rejected_samples": 2,
      "rejected_stored_samples": 0,
      "sample_reads": 2,
      "stale_p0_ms": 2510,
      "stale_p100_ms": 2510,
      "stale_p50_ms": 2510,
      "stale_p95_ms": 2510,
      "stale_p99_ms": 2510,
      "stale_samples": 1,
      "unknown_samples": 2,
      "write_failed": 3,
      "write_longest_gap_ms": 3000,
      "write_operations": 4,
      "write_p100_ms": 10,
      "write_p50_ms": 10,
      "write_p95_ms": 10,
      "write_p99_ms": 10,
      "write_retried_longest_ms": 10,
      "write_retried_never": 3,
    }
  `)
})

test('waits that are built in count as long as they took, and no longer than they are; starting and preparing is no step', () => {
  const step = (name: string, from: number, to: number) => [
    { type: 'step' as const, step: name, phase: 'begin' as const, at: at(from) },
    { type: 'step' as const, step: name, phase: 'done' as const, at: at(to) },
  ]
  const wait = (from: number, to: number, builtIn: number) => ({
    type: 'wait' as const,
    for: 'blocks to be seen',
    from: at(from),
    to: at(to),
    builtIn,
    because: 'once a minute',
  })
  const run = runOf()
  run.coverage.steps = ['1 flush', '2 stop']
  const { steps_seconds, waits_built_in_seconds, beyond_waits_seconds } = numbersOf(run, [
    ...step('start Mimir', 0, 9000),
    ...step('1 flush', 10_000, 40_000),
    wait(11_000, 31_000, 72_000),
    ...step('2 stop', 40_000, 60_500),
    wait(41_000, 50_000, 6000),
    ...step('read back every sample', 61_000, 70_000),
  ])
  expect({ steps_seconds, waits_built_in_seconds, beyond_waits_seconds }).toEqual({
    steps_seconds: 50.5,
    waits_built_in_seconds: 26,
    beyond_waits_seconds: 24.5,
  })
})
