import { expect, test } from 'vitest'
import { matrixPage } from '../../../harness/report/html/matrix-page.ts'
import {
  type Matrix,
  type MatrixRow,
  matrixRow,
  matrixSummary,
  matrixTable,
} from '../../../harness/report/matrix-table.ts'
import { sampleRun, sampleVerdict } from './sample-run.ts'

const steps = ['warm up', 'roll zone-a', 'roll zone-b']

/** The sample run, as if its fault had been asked for in this step, and others in others. */
const row = (
  step: number,
  verdict: Partial<typeof sampleVerdict>,
  { required = true, besides = [] }: { required?: boolean; besides?: string[] } = {},
): MatrixRow => {
  const fault = `kill-pod@${step + 1}`
  const run = { ...sampleRun, requestedFaults: [fault, ...besides], coverage: { ...sampleRun.coverage, steps } }
  const faults = sampleVerdict.faults.map(f => ({ ...f, requested: fault }))
  return matrixRow(run, { ...sampleVerdict, faults, ...verdict }, { fault, step, required })
}

const matrix: Matrix = {
  schema: 1,
  scenario: 'rolling-restart',
  title: sampleRun.title,
  rows: [
    row(0, { verdict: 'valid', findings: [], numbers: { write_longest_gap_ms: 110, instant_longest_gap_ms: 1204.5 } }),
    row(1, { numbers: { write_failed: 40, range_failed: 2, write_longest_gap_ms: 1500, lost_samples: 0 } }),
    row(2, { verdict: 'unknown', faults: [], numbers: {} }, { required: false }),
  ],
}

test('a run with a fault is a row: whom it hit, what came of it, what it cost', () => {
  expect(matrix.rows[1]).toEqual({
    step: 2,
    name: 'roll zone-a',
    fault: 'kill-pod@2',
    besides: [],
    pods: ['ingester-zone-c-0'],
    verdict: 'invalid',
    required: true,
    notValid: ['availability', 'isolation'],
    failedOperations: 42,
    lostSamples: 0,
    longestGap: { path: 'write', ms: 1500 },
    seed: 7,
    run: sampleRun.id,
  })
})

test('the table', () => {
  expect(matrixTable(matrix)).toMatchInlineSnapshot(`
    "rolling-restart with a fault at a step
    step           fault       on                 besides  verdict    must hold  failed  lost  longest gap     not valid
    1 warm up      kill-pod@1  ingester-zone-c-0  –        ✓ valid    yes        0       0     instant 1.20 s  –
    2 roll zone-a  kill-pod@2  ingester-zone-c-0  –        ✗ invalid  yes        42      0     write 1.50 s    availability, isolation
    3 roll zone-b  kill-pod@3  –                  –        ? unknown  no         0       0     –               availability, isolation
    1 of 3 combinations valid; not valid, and had to be: kill-pod@2
    "
  `)
})

test('several faults in one run: a valid one proves each, one that is not tells of none, and a run with one alone decides', () => {
  const valid = { verdict: 'valid' as const, findings: [] }
  const rows = [
    row(0, valid, { required: false, besides: ['kill-pod@2'] }),
    row(1, valid, { required: false, besides: ['kill-pod@1'] }),
    row(1, {}),
    row(2, {}, { required: false, besides: ['kill-pod@1'] }),
    row(2, valid),
  ]
  expect(rows.map(r => [r.fault, r.besides, r.verdict])).toEqual([
    ['kill-pod@1', ['kill-pod@2'], 'valid'],
    ['kill-pod@2', ['kill-pod@1'], 'valid'],
    ['kill-pod@2', [], 'invalid'],
    ['kill-pod@3', ['kill-pod@1'], 'invalid'],
    ['kill-pod@3', [], 'valid'],
  ])
  expect(matrixSummary({ ...matrix, rows })).toBe('2 of 3 combinations valid; not valid, and had to be: kill-pod@2')
})

test('the page has the same rows, and each leads to the report of its run', () => {
  const html = matrixPage(matrix, new Map([[sampleRun.id, `../last week/${sampleRun.id}`]]))
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, cells]) =>
    [...cells!.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell]) => cell!.replace(/<[^>]+>/g, '')),
  )
  expect(rows).toEqual([
    ['step', 'fault', 'on', 'besides', 'verdict', 'must hold', 'failed', 'lost', 'longest gap', 'not valid', 'seed'],
    ['1 warm up', 'kill-pod@1', 'ingester-zone-c-0', '–', '✓ valid', 'yes', '0', '0', 'instant 1.20 s', '–', '7'],
    [
      '2 roll zone-a',
      'kill-pod@2',
      'ingester-zone-c-0',
      '–',
      '✗ invalid',
      'yes',
      '42',
      '0',
      'write 1.50 s',
      'availability, isolation',
      '7',
    ],
    ['3 roll zone-b', 'kill-pod@3', '–', '–', '? unknown', 'no', '0', '0', '–', 'availability, isolation', '7'],
  ])
  expect([...html.matchAll(/href="([^"#]+)"/g)].map(([, to]) => to)).toEqual([
    'data:,',
    ...matrix.rows.map(r => `../last%20week/${r.run}/report.html`),
  ])
})
