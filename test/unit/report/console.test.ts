import { expect, test } from 'vitest'
import { verdictLine, verdictText } from '../../../harness/report/console.ts'
import { sampleControl, sampleVerdict } from './sample-run.ts'

test('the last words on a run', () => {
  expect(verdictText(sampleVerdict, 'runs/latest/report.html')).toMatchInlineSnapshot(`
    "✗ invalid  rolling-restart

      ✗ availability: Writes were down for 1.50 s (±100 ms) at worst; 250 ms are allowed.
          window writes of tenant-a: no success from 02:30:14.100 to 02:30:15.600: down for 1.300 s to 1.500 s, 250 ms allowed; 14 operations failed, most often "503 at least 2 live replicas required, could only find 1" (14); during step "roll zone-b", fault kill-pod#1 on ingester-zone-c-0
          window writes of tenant-b: no success from 02:30:14.110 to 02:30:15.610: down for 1.300 s to 1.500 s, 250 ms allowed; 14 operations failed, most often "503 at least 2 live replicas required, could only find 1" (14); during step "roll zone-b", fault kill-pod#1 on ingester-zone-c-0
          window writes of tenant-c: no success from 02:30:14.120 to 02:30:15.620: down for 1.300 s to 1.500 s, 250 ms allowed; 14 operations failed, most often "503 at least 2 live replicas required, could only find 1" (14); during step "roll zone-b", fault kill-pod#1 on ingester-zone-c-0
      ? isolation: tenant-c sent too few reads to compare: 17 of 20.
          few tenant-c: 17 range reads were answered, 20 are needed
      ✓ loss: 0 of 1,148,000 acked samples lost, 0 corrupt, 0 duplicate; every one was read.
      ✓ gates: 2 of 2 gates held.

      excludes  lost write requests: fewer than 1 in 2,233 (95 %); tenant-c 1 in 743
      excludes  samples that come late to reads: from 4 ms on; half of the reads 31 ms

      acked samples 1,148,000 · write p99 41.25 ms · instant p99 18.4 ms

      report  runs/latest/report.html
      repeat  npm run scenario -- run rolling-restart --seed 7
    "
  `)
})

test('of many evidences the first five are told', () => {
  const evidence = Array.from({ length: 1234 }, (_, i) => ({ kind: 'lost', text: `sample ${i}` }))
  const finding = { check: 'loss', verdict: 'invalid' as const, summary: '1,234 samples lost', evidence }
  expect(verdictText({ ...sampleVerdict, findings: [finding], numbers: {} })).toMatchInlineSnapshot(`
    "✗ invalid  rolling-restart

      ✗ loss: 1,234 samples lost
          lost sample 0
          lost sample 1
          lost sample 2
          lost sample 3
          lost sample 4
          and 1,229 more in verdict.json

      excludes  lost write requests: fewer than 1 in 2,233 (95 %); tenant-c 1 in 743
      excludes  samples that come late to reads: from 4 ms on; half of the reads 31 ms

      repeat  npm run scenario -- run rolling-restart --seed 7
    "
  `)
})

test('a control says whether it is as expected', () => {
  const words = (met: boolean) => {
    const asExpected = { met, expected: 'invalid, by loss', got: 'invalid, by availability' }
    return verdictText({ ...sampleControl.verdict, asExpected, findings: [], numbers: {} })
  }
  expect(words(true)).toMatchInlineSnapshot(`
    "✗ invalid  rolling-restart (control two-zones-at-once)
      as expected: invalid, by availability

      no check came to a finding

      excludes  lost write requests: fewer than 1 in 2,233 (95 %); tenant-c 1 in 743
      excludes  samples that come late to reads: from 4 ms on; half of the reads 31 ms

      repeat  npm run scenario -- run rolling-restart --seed 7
    "
  `)
  expect(words(false)).toMatchInlineSnapshot(`
    "✗ invalid  rolling-restart (control two-zones-at-once)
      not as expected
        expected  invalid, by loss
        came out  invalid, by availability

      no check came to a finding

      excludes  lost write requests: fewer than 1 in 2,233 (95 %); tenant-c 1 in 743
      excludes  samples that come late to reads: from 4 ms on; half of the reads 31 ms

      repeat  npm run scenario -- run rolling-restart --seed 7
    "
  `)
})

test('as JSON it is verdict.json on one line, with the path of the report', () => {
  expect(JSON.parse(verdictLine(sampleVerdict, 'report.html'))).toEqual({
    type: 'verdict',
    ...sampleVerdict,
    report: 'report.html',
  })
})

test('what could not be measured stands below the verdict', () => {
  const uncertainty = 'measurement uncertainty: 1 gap of up to 350 ms explained by CPU pressure on this host'
  const finding = { check: 'availability', verdict: 'valid' as const, summary: 's', uncertainty, evidence: [] }
  const text = verdictText({ ...sampleVerdict, verdict: 'valid', findings: [finding], numbers: {} })
  expect(text.split('\n').slice(0, 4)).toEqual([
    '✓ valid  rolling-restart',
    `  availability: ${uncertainty}`,
    '',
    '  ✓ availability: s',
  ])
})

test('a misprint of the document is told behind the findings', () => {
  const misprint = { where: 'step 3.2', expr: 'rate(a))', refusal: 'unexpected right parenthesis' }
  const text = verdictText({ ...sampleVerdict, misprints: [misprint], findings: [], excludes: [], numbers: {} })
  expect(text).toContain('\n  misprint  step 3.2 prints rate(a)): unexpected right parenthesis\n')
})

test('what steps told is printed as tables, and of a long one the first rows', () => {
  const tables = [
    {
      title: 'Ingesters that a query asks',
      heads: ['shards', '#asked'],
      rows: [
        ['none', '4.0'],
        ['of 3', '2.7'],
      ],
    },
    { title: 'Long', heads: ['row'], rows: Array.from({ length: 14 }, (_, i) => [String(i)]) },
  ]
  const lines = verdictText({ ...sampleVerdict, tables, findings: [], excludes: [], numbers: {} }).split('\n')
  const from = lines.indexOf('  Ingesters that a query asks')
  expect(lines.slice(from, from + 4)).toEqual([
    '  Ingesters that a query asks',
    '    shards  asked',
    '    none    4.0',
    '    of 3    2.7',
  ])
  expect(lines).toContain('    and 2 more in verdict.json')
})
