import { expect, test } from 'vitest'
import { type Bar, packed, segments } from '../../../../harness/report/html/bars.ts'

const scale = { from: 0, to: 64_000, buckets: 100 }
const bar = (from: number, to: number, label: string): Bar => ({
  from,
  to,
  label,
  tip: `tip of ${label}`,
  kind: 'done',
})
/** Which row each bar got, from its y. */
const rows = (bars: Bar[]) =>
  [...packed(bars, scale).marks.markup.matchAll(/<svg y="(\d+)".*?data-tip="tip of (.*?)"/g)].map(([, y, label]) => [
    label,
    (Number(y) - 2) / 19,
  ])

test('bars share a row as long as neither they nor their labels meet', () => {
  const bars = [
    bar(0, 10_000, 'a'),
    bar(10_000, 12_000, 'a long label'),
    bar(13_000, 20_000, 'b'),
    bar(30_000, 31_000, 'c'),
  ]
  expect(rows(bars)).toEqual([
    ['a', 0],
    ['a long label', 0],
    ['b', 1],
    ['c', 0],
  ])
  expect(packed(bars, scale).height).toBe(2 * 19 + 3)
})

test('a label that would leave the picture stands on the left of its bar', () => {
  expect(packed([bar(63_000, 64_000, 'the very end')], scale).marks.markup).toMatchInlineSnapshot(
    `"<svg y="2" width="100%" height="19" class="free" data-tip="tip of the very end"><rect x="98.4375%" y="1" width="1.5625%" height="16" class="bar done"/><rect x="98.4375%" y="1" width="2" height="16" class="edge done"/><text x="98.4375%" dx="-5" y="13" class="label end">the very end</text></svg>"`,
  )
})

test('segments are labelled within their own bounds', () => {
  expect(
    segments([bar(0, 16_000, 'distributor'), bar(16_000, 64_000, 'mimir-write')], 20, scale).markup,
  ).toMatchInlineSnapshot(
    `"<svg x="0%" y="2" width="25%" height="16" data-tip="tip of distributor"><rect width="100%" height="100%" class="segment done"/><text x="5" y="11.5" class="label" data-own data-from="0" data-to="16000">distributor</text></svg><svg x="25%" y="2" width="75%" height="16" data-tip="tip of mimir-write"><rect width="100%" height="100%" class="segment done"/><text x="5" y="11.5" class="label" data-own data-from="16000" data-to="64000">mimir-write</text></svg>"`,
  )
})

test('no bars, one empty row', () => {
  expect(packed([], scale)).toEqual({ height: 22, marks: { markup: '' } })
})
