import { expect, test } from 'vitest'
import { askCommand, graphLink } from '../../../harness/observer/query-links.ts'

const from = Date.UTC(2026, 10, 28, 3, 0, 0)
const url = 'http://127.0.0.1:9090'

test('a graph ends in the second after the stretch and is as long', () => {
  const link = new URL(graphLink(url, 'sum(up{pod="a"}) > 1', { from, to: from + 61_200 }))
  expect([link.origin + link.pathname, Object.fromEntries(link.searchParams)]).toEqual([
    'http://127.0.0.1:9090/query',
    {
      'g0.expr': 'sum(up{pod="a"}) > 1',
      'g0.tab': 'graph',
      'g0.range_input': '62s',
      'g0.end_input': '2026-11-28 03:01:02',
      'g0.moment_input': '2026-11-28 03:01:02',
      'g0.res_type': 'custom',
      'g0.res_step': '1',
    },
  ])
})

test('the command asks the API for the same, in words of a shell', () => {
  expect(askCommand(url, "up{pod='a'}", { from, to: from + 5_000_000 })).toBe(
    "curl -sG http://127.0.0.1:9090/api/v1/query_range --data-urlencode 'query=up{pod='\\''a'\\''}' --data-urlencode 'start=1795834800' --data-urlencode 'end=1795839800' --data-urlencode 'step=5'",
  )
})
