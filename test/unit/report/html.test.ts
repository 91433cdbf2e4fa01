import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { VerdictFile } from '../../../harness/history/verdict.ts'
import { MAX_BYTES } from '../../../harness/report/html.ts'
import { htmlReport } from '../../judged.ts'
import { bigRun, sampleControl, sampleEvents, sampleRun, sampleVerdict } from './sample-run.ts'

/** The text of the first element that the pattern finds, without tags. */
const textOf = (html: string, pattern: RegExp): string =>
  (pattern.exec(html)?.[0] ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const headings = (html: string): string[] => [...html.matchAll(/<h[23]>(.*?)<\/h[23]>/g)].map(([, text]) => text!)

describe('a run', () => {
  const html = htmlReport(sampleRun, sampleVerdict, sampleEvents)

  test('has its parts in order', () => {
    expect(headings(html)).toEqual(
      [
        'Findings',
        'Excludes',
        'Timeline',
        'Steps and faults',
        'Gateway routes',
        'Writes',
        'Reads: instant',
        'Reads: range',
        'Pods',
        'Rings',
        'Observer: writes per second, by pod',
        'Observer: queries per second, by pod',
        'Harness and machine',
        'Numbers',
        'Steps',
        'Faults',
        'Gates',
        'Settings that differ from Mimir&#39;s defaults',
        'Left out on purpose',
      ].map(text => text.replace('&#39;', "'")),
    )
  })

  test('says the verdict, and why', () => {
    expect(textOf(html, /<div class="verdict[\s\S]*?<\/div><\/div>/)).toBe('✗ invalid rolling-restart')
    expect(textOf(html, /<ul class="reasons">[\s\S]*?<\/ul>/)).toBe(
      '✗ availability Writes were down for 1.50 s (±100 ms) at worst; 250 ms are allowed. ? isolation tenant-c sent too few reads to compare: 17 of 20.',
    )
  })

  test('refers to nothing outside of itself', () => {
    const references = [...html.matchAll(/(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)/g)].map(([, to]) => to!)
    expect(references.filter(to => !to.startsWith('#') && !to.startsWith('data:'))).toEqual([])
  })
})

test('what the observer saw has its unit in words where it is a rate', () => {
  const metric = (name: string, unit?: string): HistoryEvent => ({
    ...{ type: 'metric', metric: name, pod: 'ingester-0', points: [[sampleRun.startedAt, 1]] },
    ...(unit !== undefined && { unit }),
  })
  const seen = [metric('up'), metric('memory MiB'), metric('queries', '/s'), metric('disk', '%')]
  const html = htmlReport(sampleRun, sampleVerdict, seen)
  expect(headings(html).filter(text => text.startsWith('Observer'))).toEqual([
    'Observer: up, by pod',
    'Observer: memory MiB, by pod',
    'Observer: queries per second, by pod',
    'Observer: disk, by pod',
  ])
})

const control = (asExpected: VerdictFile['asExpected']) => {
  const { asExpected: _, ...verdict } = sampleControl.verdict
  const html = htmlReport(sampleControl.run, { ...verdict, ...(asExpected && { asExpected }) }, [])
  return textOf(html, /<(div|p) class="control[\s\S]*?<\/\1>/)
}

test('a control says whether it came out as expected', () => {
  const [expected, got] = ['invalid, by loss', 'invalid, by loss']
  expect([
    control({ met: true, expected, got }),
    control({ met: false, expected, got: 'valid' }),
    control({ met: false, untold: true, expected, got: 'no window, but a gap that the want of CPU explains' }),
    control(undefined),
  ]).toMatchInlineSnapshot(`
    [
      "✓ As expected This is a control, a deliberately wrong variant: it has to be red for the reason it states. expected invalid, by loss came out invalid, by loss",
      "✗ Not as expected This is a control, a deliberately wrong variant: it has to be red for the reason it states. expected invalid, by loss came out valid",
      "? Not told This is a control, a deliberately wrong variant: it has to be red for the reason it states. expected invalid, by loss came out no window, but a gap that the want of CPU explains",
      "? Control two-zones-at-once is a deliberately wrong variant. Its outcome was not compared with what it declares.",
    ]
  `)
})

test('waits that no setting shortens are a table, where there were any', () => {
  const at = sampleRun.startedAt
  const wait: HistoryEvent = {
    type: 'wait',
    for: 'blocks to be seen',
    from: at + 11_000,
    to: at + 31_000,
    builtIn: 72_000,
    because: 'queriers look once a minute',
  }
  const html = htmlReport(sampleRun, sampleVerdict, [wait])
  expect(textOf(html, /<h2>Waits[^<]*<\/h2>[\s\S]*?<\/table>/)).toBe(
    'Waits that no setting shortens for began took built in because blocks to be seen +11.000 s 20.0 s 1 m 12 s queriers look once a minute',
  )
  expect(htmlReport(sampleRun, sampleVerdict, [])).not.toContain('<h2>Waits')
})

test("k6's summary is a table, where there was k6", () => {
  const event: HistoryEvent = {
    type: 'k6',
    from: sampleRun.startedAt,
    to: sampleRun.startedAt + 40_000,
    wanted: 5,
    writes: {
      requests: 1200,
      failed: 0,
      unreached: 0,
      dropped: 3,
      rate: 4.96,
      latency: { p50: 4.1, p95: 9, p99: 12.34, max: 1500 },
    },
    queries: { requests: 10, failed: 10, unreached: 0, dropped: 0, rate: 0.5 },
    checks: [],
  }
  const html = htmlReport(sampleRun, sampleVerdict, [event])
  expect(textOf(html, /<h2>k6<\/h2>[\s\S]*?<\/table>/)).toBe(
    'k6 requests failed dropped a second p50 p95 p99 max writes 1,200 0 3 5.0 4.1 ms 9 ms 12.3 ms 1.50 s queries 10 10 0 0.5 – – – –',
  )
  expect(htmlReport(sampleRun, sampleVerdict, [])).not.toContain('<h2>k6</h2>')
})

test('a run that was aborted before anything happened', () => {
  const verdict: VerdictFile = {
    ...sampleVerdict,
    verdict: 'unknown',
    findings: [],
    steps: [],
    faults: [],
    numbers: {},
    notCovered: [],
  }
  const end: HistoryEvent = {
    type: 'end',
    at: sampleRun.startedAt + 20,
    outcome: 'aborted',
    detail: 'ingester-zone-a-0 exited with 1',
  }
  const html = htmlReport({ ...sampleRun, settings: {} }, verdict, [end])
  const body = textOf(html, /<ul class="reasons">[\s\S]*?<\/ul>/)
  expect(body).toBe(
    'The scenario was aborted: ingester-zone-a-0 exited with 1. No check had anything to judge: nothing tested is never green.',
  )
  expect([...html.matchAll(/<p class="empty">(.*?)<\/p>/g)].map(([, text]) => text)).toEqual([
    'No check came to a finding.',
    'Nothing was recorded: the run ended before its first step, so there is no timeline.',
    'Nothing was measured.',
    'No step was run.',
    'No fault was injected.',
    'The scenario has no gate.',
    'None.',
    'Nothing.',
  ])
})

test('nothing that was said can become a tag', () => {
  const text = '</script><img src=x onerror=alert(1)>\u001b[31m'
  const events: HistoryEvent[] = [
    { type: 'step', step: text, phase: 'begin', at: sampleRun.startedAt, detail: text },
    { type: 'pod', pod: text, component: text, phase: 'ready', at: sampleRun.startedAt },
    { type: 'metric', metric: text, pod: text, points: [[sampleRun.startedAt, 1]] },
  ]
  const html = htmlReport(
    { ...sampleRun, title: text },
    {
      ...sampleVerdict,
      findings: [
        { check: text, verdict: 'invalid', summary: text, evidence: [{ kind: text, text, from: sampleRun.startedAt }] },
      ],
    },
    events,
  )
  expect([html.includes('<img'), html.match(/<\/script>/g)?.length, html.includes('\u001b')]).toEqual([false, 4, false])
})

test('a run of any size stays below the limit, and says that it is cut', () => {
  const { run, verdict, events } = bigRun()
  const html = htmlReport(run, verdict, events)
  expect(events.length).toBeGreaterThan(100_000)
  expect(Buffer.byteLength(html)).toBeLessThan(MAX_BYTES)
  expect(textOf(html, /<p class="more">The run is too big.*?<\/p>/)).toBe(
    'The run is too big to be drawn in full: lists are cut and the timeline is coarser. Everything is in history.ndjson and verdict.json.',
  )
})
