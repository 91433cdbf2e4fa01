import { METRIC } from '../ledger/dataset.ts'
import { RECORD } from '../rules/rule.ts'
import { labelsText, type MatrixSeries, parseMatrix, parseValues, toMs } from './answer.ts'
import { apiUrl, type Probe, type Shown, toSeconds } from './probe.ts'
import type { Anomaly } from './reads-records.ts'

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

/** What the recording rule recorded, and when (ms, ascending), by its raw samples. Whatever else an answer holds is foreign or made up. */
export const rules: Probe = {
  path: 'rules',
  spacing: 2000,
  ask: ({ tenants }, tenant, { now, spacing }) => ({
    path: 'rules',
    tenant,
    url: apiUrl('query', { query: `${RECORD}[${lookBack(spacing)}ms]`, time: toSeconds(Math.floor(now)) }),
    read: body => recordedIn(parseMatrix(body), tenants[tenant]!),
  }),
}

function recordedIn(result: readonly MatrixSeries[], tenant: string): Shown {
  const isOwn = ({ metric }: MatrixSeries) => metric.tenant === tenant && Object.keys(metric).length === 2
  const samples = result
    .filter(isOwn)
    .flatMap(({ values }) => values.map(([seconds, value]) => [toMs(seconds), Number(value)] as const))
  samples.sort(([a], [b]) => a - b)
  const anomalies = result.filter(series => !isOwn(series)).map(series => strange(series, tenant))
  return {
    values: samples.map(([at]) => at),
    recorded: samples.map(([, value]) => value),
    ...(anomalies.length > 0 && { anomalies }),
  }
}

function strange({ metric, values }: MatrixSeries, tenant: string): Anomaly {
  const labels = labelsText(metric)
  if (metric.tenant !== undefined && metric.tenant !== tenant)
    return { kind: 'foreign', owner: metric.tenant, labels, samples: values.length }
  const [seconds, got] = values[0] ?? [0, 'no samples']
  return { kind: 'phantom', labels, timestamp: toMs(seconds), got }
}
