import { expect, test } from 'vitest'
import { exposition } from '../../../harness/util/exposition.ts'

const series = exposition(String.raw`# HELP up Whether it is up. up 7
# TYPE up gauge
up 1
up_total 9
# a comment
latency{quantile="0.5"} NaN
latency{quantile="0.9",} +Inf
latency{ quantile = "0.99" , pod="a" }	-Inf
latency {quantile="1"} 1.5e-3 1893499200000
stamped 12 -1893499200000

odd{query="sum(x{a=\"1, b\"}) # }",path="C:\\new\n",empty=""} 3
  indented{} 0x10
`)

test('the series of a metric, and of no other that begins like it; comments are none', () => {
  expect([series('up'), series('up_total'), series('HELP'), series('laten')]).toEqual([
    [{ labels: {}, value: 1 }],
    [{ labels: {}, value: 9 }],
    [],
    [],
  ])
})

test('values that are no finite number, blanks, a comma at the end, timestamps', () => {
  expect(series('latency')).toEqual([
    { labels: { quantile: '0.5' }, value: Number.NaN },
    { labels: { quantile: '0.9' }, value: Number.POSITIVE_INFINITY },
    { labels: { quantile: '0.99', pod: 'a' }, value: Number.NEGATIVE_INFINITY },
    { labels: { quantile: '1' }, value: 0.0015 },
  ])
  expect([series('stamped'), series('indented')]).toEqual([[{ labels: {}, value: 12 }], [{ labels: {}, value: 16 }]])
})

test('a label may hold quotes, commas, braces, backslashes and line feeds', () => {
  expect(series('odd')).toEqual([{ labels: { query: 'sum(x{a="1, b"}) # }', path: 'C:\\new\n', empty: '' }, value: 3 }])
})

test.each(['m{}', 'm x', 'm 1 x', 'm{a=1} 1', 'm{a="1} 1', 'm{a="1" b="2"} 1', 'm{,} 1', 'm{a="1"} 1 2 3'])(
  '%j is refused when it is asked for',
  line => {
    const lines = exposition(`${line}\nother 1\n`)
    expect(lines('other')).toEqual([{ labels: {}, value: 1 }])
    expect(() => lines('m')).toThrow(new Error(`not a line of exposed metrics: ${line}`))
  },
)
