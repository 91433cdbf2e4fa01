import { METRIC } from '../ledger/dataset.ts'
import { RECORD } from '../rules/rule.ts'
import { parseMatrix, parseValues, toMs } from './answer.ts'
import { apiUrl, type Probe, toSeconds } from './probe.ts'

/** How far back these probes look, ms: never less than to the probe before. */
const lookBack = (spacing: number): number => Math.max(30_000, Math.ceil(2 * spacing))

/** The values of the label `tenant`: its own name, and no other. */
export const labels: Probe = {
  path: 'labels',
  spacing: 1000,
  ask: (_, tenant, { now, spacing }) => ({
    path: 'labels',
    tenant,
    url: apiUrl('label/tenant/values', {
      'match[]': METRIC,
      start: toSeconds(now - lookBack(spacing)),
      end: toSeconds(now),
    }),
    read: body => ({ values: parseValues(body) }),
  }),
}

/** When the recording rule was evaluated (ms, ascending), by the timestamps of its raw samples. */
export const rules: Probe = {
  path: 'rules',
  spacing: 2000,
  ask: (_, tenant, { now, spacing }) => ({
    path: 'rules',
    tenant,
    url: apiUrl('query', { query: `${RECORD}[${lookBack(spacing)}ms]`, time: toSeconds(Math.floor(now)) }),
    read: body => ({
      values: [...new Set(parseMatrix(body).flatMap(({ values }) => values.map(([seconds]) => toMs(seconds))))].sort(
        (a, b) => a - b,
      ),
    }),
  }),
}
