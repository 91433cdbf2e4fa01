import { RequiredCoverage } from '../../harness/history/run-info.ts'
import {
  all,
  allowing,
  at,
  end,
  failedWrite,
  lostInStep,
  only,
  read,
  runOf,
  write,
} from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const run = runOf()
const final = { path: 'final' as const }
const corrupt = [{ kind: 'corrupt' as const, series: 2, tick: 1, expected: 5, got: '7' }]

/** A tenant that may be limited, and one that has to expect it. Writes may be two seconds apart. */
const usual = runOf({
  dataset: { ...run.dataset, tenants: ['tenant-a'], stripes: 1 },
  objectives: allowing(2000),
  coverage: RequiredCoverage.parse({ operations: 1 }),
  ackedSamples: 1,
})
const expecting = { ...usual, roles: { 'tenant-a': { expectsLimits: true } } }
const limited = write(1, { outcome: 'limited', status: 429, error: 'ingestion rate limit' })
const aroundALimit = [write(0), limited, write(2)]

export const sampleRules: Worked[] = [
  {
    rule: 'A write',
    what: 'Three writes were not acked. One of them is stored all the same, and two are not. Neither is a loss.',
    run,
    history: [
      write(0),
      failedWrite(1),
      write(2, { outcome: 'rejected', status: 400, error: 'out of order' }),
      write(3, { outcome: 'limited', status: 429, error: 'ingestion rate limit' }),
      read(4500, [all([0, 1])], final),
      end(5000),
    ],
    check: 'loss',
    verdict: 'valid',
  },
  {
    rule: 'A limited request',
    what: 'One of three writes is limited. Nobody said that tenant-a is to be limited.',
    run: usual,
    history: aroundALimit,
    check: 'availability',
    verdict: 'invalid',
  },
  {
    rule: 'A limited request',
    what: 'The same, of a tenant whose role expects limits.',
    run: expecting,
    history: aroundALimit,
    check: 'availability',
    verdict: 'valid',
  },
  {
    rule: 'Limits that never came',
    what: 'tenant-a expects limits, and each of its writes is acked: whether the limit works was not tried.',
    run: expecting,
    history: [write(0), write(1), read(2500, [{ ticks: [[0, 1]] }], final), end(3000)],
    check: 'coverage',
    verdict: 'unknown',
  },
  {
    rule: 'A missing sample',
    what: 'A read that begins 5 ms before the ack has nothing. One later asks for older times only. Neither had to hold the sample, and the final read has it.',
    run,
    history: [
      write(1),
      read(1005, []),
      read(1500, [], { window: { from: at(-3000), to: at(500) } }),
      read(2500, [all([1, 1])], final),
      end(3000),
    ],
    check: 'loss',
    verdict: 'valid',
  },
  {
    rule: 'A missing sample',
    what: 'The read begins at the moment of the ack: it has to hold the sample.',
    run,
    history: [write(1), read(1010, []), end(3000)],
    check: 'loss',
    verdict: 'invalid',
  },
  {
    rule: 'Lost',
    what: 'An ingester is killed in a step. From then on two samples of series 2 are missing, in the final read, too.',
    run,
    history: lostInStep,
    check: 'loss',
    verdict: 'invalid',
  },
  {
    rule: 'Stale',
    what: 'A read half a second after the ack lacks a sample. A later one has it. No sample is lost, and a client has seen a hole.',
    run,
    history: [
      write(0),
      write(1),
      read(1500, [only([2], [0, 1]), only([0], [0, 0])]),
      read(2500, [all([0, 1])], final),
      end(5000),
    ],
    check: 'loss',
    verdict: 'invalid',
  },
  {
    rule: 'Corrupt',
    what: 'Each value follows from tenant, series and time. The answer has another one.',
    run,
    history: [
      write(0),
      write(1),
      read(2500, [all([0, 0]), only([0], [1, 1])], { ...final, anomalies: corrupt }),
      end(3000),
    ],
    check: 'loss',
    verdict: 'invalid',
  },
  {
    rule: 'Phantom',
    what: 'The answer has a sample of 12:00:01.000 in each series. Only that of 12:00:00.000 was written.',
    run,
    history: [write(0), read(1500, [all([0, 1])]), end(2000)],
    check: 'loss',
    verdict: 'invalid',
  },
  {
    rule: 'Duplicate',
    what: 'One answer has two values for one series and moment.',
    run,
    history: [
      write(0),
      read(1500, [all([0, 0])], { anomalies: [{ kind: 'duplicate', series: 2, tick: 0, got: ['5', '6'] }] }),
      end(2000),
    ],
    check: 'loss',
    verdict: 'invalid',
  },
  {
    rule: 'Never read',
    what: 'The second write came after the last good read, and the final read failed. Nothing is missing, and nothing is proved.',
    run,
    history: [
      write(0),
      read(500, [all([0, 0])]),
      write(1),
      read(1500, [], { ...final, outcome: 'failed', status: 500, error: 'no answer' }),
      end(2000),
    ],
    check: 'loss',
    verdict: 'unknown',
  },
]
