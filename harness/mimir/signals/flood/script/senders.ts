import exec from 'k6/execution'
import http, { type RefinedResponse } from 'k6/http'
import { type Layout, patching } from './patch.ts'

/** Sends one request. */
export type Sender = () => RefinedResponse<'none'>

const { GATEWAY = '', TENANT = '', BODY = '', LAYOUT = '{}' } = __ENV

/** Milliseconds until a request has no answer. */
const TIMEOUT = 10_000

/** Costs a querier CPU and nobody else anything: it needs no stored data, and its answer is one number. About 4 ms of CPU for each two hours. */
const costing = (hours: number): string => `max_over_time(vector(time())[${hours}h:20ms])`

const RULES = 20

/** How each kind of flood sends, made once for each client of k6: what is opened has to be before the first request. */
export const senders = {
  writes: () => writing(false),
  cardinality: () => writing(true),
  queries: () => () =>
    http.post(
      `${GATEWAY}/prometheus/api/v1/query`,
      { query: costing(8) },
      { headers: { 'X-Scope-OrgID': TENANT }, timeout: TIMEOUT, responseType: 'none' },
    ),
  rules: () => () =>
    http.post(`${GATEWAY}/prometheus/config/v1/rules/${TENANT}`, ruleGroup(exec.scenario.iterationInTest), {
      headers: { 'X-Scope-OrgID': TENANT, 'Content-Type': 'application/yaml' },
      timeout: TIMEOUT,
      responseType: 'none',
    }),
} as const satisfies Record<string, () => Sender>

/** As many rules as a group may have by default, each of which is that query every second. JSON is YAML. */
const ruleGroup = (nth: number): string =>
  JSON.stringify({
    name: `${TENANT}-${nth}`,
    interval: '1s',
    rules: Array.from({ length: RULES }, (_, i) => ({ record: `noise_${i}`, expr: costing(2) })),
  })

/** @param isNew each request has series that no other has */
function writing(isNew: boolean): Sender {
  const body = open(BODY, 'b')
  let patch: ReturnType<typeof patching> | undefined
  return () => {
    patch ??= patching(new Uint8Array(body), JSON.parse(LAYOUT) as Layout, isNew, exec.vu.idInTest)
    patch(Date.now())
    const headers = {
      'X-Scope-OrgID': TENANT,
      'Content-Encoding': 'snappy',
      'Content-Type': 'application/x-protobuf',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    }
    return http.post(`${GATEWAY}/api/v1/push`, body, { headers, timeout: TIMEOUT, responseType: 'none' })
  }
}
