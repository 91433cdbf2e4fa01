import { METRIC } from '../ledger/dataset.ts'
import { RULE } from '../rules/rule.ts'
import { parseMatrix, parseValues, toMs } from './answer.ts'
import { apiUrl, type Probe, toSeconds } from './probe.ts'

/** How far back these probes look, ms. */
const LOOK_BACK = 30_000

/** The values of the label `tenant`: its own name, and no other. */
export const labels: Probe = {
  path: 'labels',
  spacing: 1000,
  ask: (_, tenant, __, now) => ({
    path: 'labels',
    tenant,
    url: apiUrl('label/tenant/values', { 'match[]': METRIC, start: toSeconds(now - LOOK_BACK), end: toSeconds(now) }),
    read: body => ({ values: parseValues(body) }),
  }),
}

/** When the recording rule was evaluated (ms, ascending), by the timestamps of its raw samples. */
export const rules: Probe = {
  path: 'rules',
  spacing: 2000,
  ask: (_, tenant, __, now) => ({
    path: 'rules',
    tenant,
    url: apiUrl('query', { query: `${RULE.record}[${LOOK_BACK}ms]`, time: toSeconds(Math.floor(now)) }),
    read: body => ({
      values: [...new Set(parseMatrix(body).flatMap(({ values }) => values.map(([seconds]) => toMs(seconds))))].sort(
        (a, b) => a - b,
      ),
    }),
  }),
}
