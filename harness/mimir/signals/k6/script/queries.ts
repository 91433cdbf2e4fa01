import exec from 'k6/execution'
import { demand, send } from './endpoint.ts'

interface Query {
  name: string
  /** Below `/prometheus/api/v1`. */
  path: string
  /** Sent as a form when there is one, as Grafana does. */
  form?: () => Record<string, string>
  /** Where the answer has its list, as k6's selectors say it. */
  list: string
}

const seconds = () => Date.now() / 1000

const instant = (name: string, query: string): Query => ({
  name,
  path: '/query',
  form: () => ({ query, time: String(seconds()) }),
  list: 'data.result',
})

/** The last five minutes in steps of 15 s: a panel of a dashboard. */
const range = (name: string, query: string): Query => ({
  name,
  path: '/query_range',
  form: () => ({ query, start: String(seconds() - 300), end: String(seconds()), step: '15' }),
  list: 'data.result',
})

const RATES = 'sum by (route) (rate(shop_requests_total[1m]))'
const QUANTILE = 'histogram_quantile(0.99, sum by (le, route) (rate(shop_request_duration_seconds_bucket[1m])))'

/** What a dashboard asks for: its variables, then its panels. */
const queries: readonly Query[] = [
  { name: 'label values', path: '/label/route/values', list: 'data' },
  { name: 'series', path: '/series?match[]=shop_requests_total', list: 'data' },
  instant('rate', 'rate(shop_requests_total[1m])'),
  instant('sum by', 'sum by (route) (shop_requests_in_flight)'),
  instant('topk', `topk(2, ${RATES})`),
  range('rate over time', RATES),
  range('quantile over time', QUANTILE),
]

/** One query, each in turn. Its answer must not be empty: what it asks for was written before queries began. */
export function query(): void {
  const { name, path, form, list } = queries[exec.scenario.iterationInTest % queries.length]!
  const answer = send(name, form ? 'POST' : 'GET', `/prometheus/api/v1${path}`, form?.() ?? null)
  if (answer) demand(`${name}: not empty`, Number(answer.json(`${list}.#`)) > 0)
}
