import { expect, test } from 'vitest'
import { type Identified, shownLogs } from '../../../../harness/report/html/shown-logs.ts'
import type { Level, LogLine } from '../../../../harness/report/log-lines.ts'
import type { PodLog } from '../../../../harness/report/pod-logs.ts'

const line = (at: number, level: Level = 'other') => ({ at, level, text: `level=${level} at ${at}` })
const log = (pod: string, lines: LogLine[]): [string, PodLog] => [pod, { files: [`pods/${pod}.log`], lines }]
const evidence = (id: string, from: number, pods: string[]): Identified => [id, { kind: 'x', text: 'x', from, pods }]

test('evidence shows the lines of its pods two seconds around it, and what several show is there once', () => {
  const logs = new Map([log('a', [line(0), line(8000), line(10_000, 'warn'), line(13_000)]), log('b', [line(99_000)])])
  const both = [evidence('loss-1', 10_000, ['a', 'b', 'unknown']), evidence('loss-2', 11_000, ['a'])]
  const nothing: Identified = ['loss-3', { kind: 'x', text: 'x', pods: ['a'] }]
  expect(shownLogs([...both, nothing, evidence('loss-4', 50_000, ['a'])], logs, 10_000)).toEqual({
    lines: {
      a: [
        ['', 'level=other at 8000'],
        ['warn', 'level=warn at 10000'],
        ['', 'level=other at 13000'],
      ],
      b: [],
    },
    of: {
      'loss-1': [
        { pod: 'a', files: ['pods/a.log'], total: 2, grave: 1, lines: [[0, 1]] },
        { pod: 'b', files: ['pods/b.log'], total: 0, grave: 0, lines: [] },
      ],
      'loss-2': [{ pod: 'a', files: ['pods/a.log'], total: 2, grave: 1, lines: [[1, 2]] }],
    },
  })
})

test('at most 200 lines of a pod, and fewer where all of them are too much', () => {
  const letters = (i: number) => [...i.toString(2)].map(bit => (bit === '1' ? 'x' : 'y')).join('')
  const many = Array.from({ length: 3000 }, (_, i) => {
    return { ...line(i, i % 100 === 0 ? 'error' : 'other'), text: letters(i) }
  })
  const shown = (bytes: number) => shownLogs([evidence('loss-1', 0, ['a'])], new Map([log('a', many)]), bytes)
  expect(shown(1_000_000).of['loss-1']?.map(({ total, grave }) => [total, grave])).toEqual([[2001, 21]])
  expect([1_000_000, 5000, 100].map(bytes => shown(bytes).lines.a?.length)).toEqual([200, 100, undefined])
})
