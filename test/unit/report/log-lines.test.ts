import { expect, test } from 'vitest'
import { gravest, type LogLine, parseLog } from '../../../harness/report/log-lines.ts'

const second = (s: number) => Date.UTC(2026, 0, 1, 12, 0, s)

test('lines in logfmt, in JSON and of a panic: each with its time, and how grave it says that it is', () => {
  const log = [
    'a line before any time is of none',
    'ts=2026-01-01T12:00:01.5Z caller=main.go:1 level=info msg="started, no level=error"',
    'ts=2026-01-01T12:00:02Z caller=ring.go:2 level=warn msg="slow"',
    '{"time":"2026-01-01T13:00:03+01:00","level":"error","msg":"gone"}',
    'panic: runtime error: index out of range',
    'goroutine 1 [running]:',
    '',
  ]
  expect(parseLog(log.join('\n')).map(({ at, level }) => [at - second(0), level])).toEqual([
    [1500, 'other'],
    [2000, 'warn'],
    [3000, 'error'],
    [3000, 'error'],
    [3000, 'other'],
  ])
})

const line = (s: number, level: LogLine['level'], text = 'abcdefg'.charAt(s)): LogLine => ({
  ...{ at: second(s), level, text: `${level} ${text}` },
})

test('of too many lines errors stay first, then warnings, then those next to the moment, in their order', () => {
  const lines = [
    line(1, 'error'),
    ...[2, 3, 4, 5].map(s => line(s, 'other')),
    line(6, 'warn'),
    line(7, 'other', 'last'),
  ]
  const told = (most: number) => gravest(lines, second(4), most).map(l => l.text)
  expect(told(10)).toHaveLength(7)
  expect(told(4)).toEqual(['error b', 'other d', 'other e', 'warn g'])
  expect(told(1)).toEqual(['error b'])
})

test('what says the same but for numbers is told five times, and after what says something else', () => {
  const many = Array.from({ length: 100 }, (_, i) => line(i, 'error', `no answer of 10.0.0.${i}`))
  const lines = [...many, line(200, 'error', 'gone')]
  expect(gravest(lines, second(0), 10).map(l => (l.at - second(0)) / 1000)).toEqual([0, 1, 2, 3, 4, 200])
  expect(gravest(lines, second(0), 2).map(l => (l.at - second(0)) / 1000)).toEqual([0, 200])
})
