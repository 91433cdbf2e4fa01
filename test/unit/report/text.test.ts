import { expect, test } from 'vitest'
import {
  bytes,
  clipped,
  count,
  duration,
  escapeMarkup,
  moment,
  named,
  plural,
  printable,
  shortened,
} from '../../../harness/report/text.ts'

test('control characters become visible; tab, line feed and carriage return stay', () => {
  expect(printable('\u0000a\u001b[31m\t\r\n\u007f\ufffe')).toBe('␀a␛[31m\t\r\n\ufffd\ufffd')
  expect(printable('half \ud800 of a pair, whole 😀')).toBe('half \ufffd of a pair, whole 😀')
})

test('markup is escaped for elements and attributes alike', () => {
  expect(escapeMarkup(`<b a="1" c='2'>&`)).toBe('&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;')
})

test('what is cut off is counted', () => {
  expect([clipped('short', 5), clipped('too long', 4)]).toEqual(['short', 'too… (4 more characters)'])
})

test('a label is cut where the whole is said elsewhere', () => {
  expect([shortened('short', 5), shortened('too long', 5)]).toEqual(['short', 'too…'])
})

test('counts', () => {
  expect([count(0), count(1234567), count(0.1234), plural(1, 'check'), plural(2, 'check')]).toEqual([
    '0',
    '1,234,567',
    '0.123',
    '1 check',
    '2 checks',
  ])
})

test('lengths of time keep three figures, or seconds', () => {
  const lengths = [0, 0.1234, 812, 999.4, 999.6, 1500, 9994, 9996, 41_000, 59_949, 59_960, 245_000, 3_725_000]
  expect(lengths.map(duration)).toEqual([
    '0 ms',
    '0.123 ms',
    '812 ms',
    '999 ms',
    '1.00 s',
    '1.50 s',
    '9.99 s',
    '10.0 s',
    '41.0 s',
    '59.9 s',
    '1 m 00 s',
    '4 m 05 s',
    '1 h 02 m',
  ])
})

test('moments of a run', () => {
  expect([-3, 0, 12_400, 59_999.4, 59_999.6, 192_400, 3_792_400].map(moment)).toEqual([
    '−0.003 s',
    '+0.000 s',
    '+12.400 s',
    '+59.999 s',
    '+1:00.000',
    '+3:12.400',
    '+1:03:12.400',
  ])
})

test('numbers carry their unit in their name', () => {
  const numbers = {
    write_p99_ms: 41.25,
    harness_cpu_percent: 11.2,
    rss_bytes: 8_354_201_600,
    rate_per_second: 30,
    gap_seconds: 2,
    acked_samples: 1_148_000,
  }
  expect(Object.entries(numbers).map(([name, value]) => named(name, value))).toEqual([
    ['write p99', '41.25 ms'],
    ['harness cpu', '11.2 %'],
    ['rss', '7.8 GiB'],
    ['rate', '30 /s'],
    ['gap', '2 s'],
    ['acked samples', '1,148,000'],
  ])
})

test('bytes', () => {
  expect([0, 1, 1023, 1024, 1_048_575, 1024 ** 3].map(bytes)).toEqual([
    '0 B',
    '1 B',
    '1,023 B',
    '1 KiB',
    '1,024 KiB',
    '1 GiB',
  ])
})
