import { answeredText } from '../ledger/kinds/histogram-text.ts'

/** One series of a matrix: [seconds since the Unix epoch, value as text]. A native histogram is `histogramText`; these stand behind the floats. */
export interface MatrixSeries {
  metric: Readonly<Record<string, string>>
  values: readonly (readonly [seconds: number, value: string])[]
}

/** As the API has it. */
interface AnsweredSeries extends MatrixSeries {
  histograms?: readonly (readonly [seconds: number, histogram: unknown])[]
}

/**
 * The series in an answer of the Prometheus HTTP API to a range selector or a range query.
 * Checked by hand and not by a schema: this runs for every probe.
 * @throws Error when it is no successful matrix
 */
export function parseMatrix(body: string): MatrixSeries[] {
  const { resultType, result } = parseData(body) as { resultType?: unknown; result?: unknown }
  if (resultType !== 'matrix' || !Array.isArray(result)) {
    throw new Error(`expected a matrix, got ${JSON.stringify(resultType)}`)
  }
  for (const series of result as Partial<AnsweredSeries>[]) {
    if (!series.metric || !(Array.isArray(series.values) || Array.isArray(series.histograms)))
      throw new Error('expected samples in every series of the matrix')
  }
  return (result as AnsweredSeries[]).map(series => (series.histograms ? withTexts(series) : series))
}

const withTexts = ({ metric, values = [], histograms = [] }: AnsweredSeries): MatrixSeries => ({
  metric,
  values: [...values, ...histograms.map(([seconds, histogram]) => [seconds, answeredText(histogram)] as const)],
})

/**
 * The values in an answer to a label-values request.
 * @throws Error when it is no successful list
 */
export function parseValues(body: string): string[] {
  const data = parseData(body)
  if (!Array.isArray(data)) throw new Error('expected a list of label values')
  return data.map(String)
}

/**
 * What an answer of the Prometheus HTTP API holds.
 * @throws Error when it is no success
 */
export function parseData(body: string): object {
  const answer: unknown = JSON.parse(body)
  const { status, data, error } = (answer ?? {}) as { status?: unknown; data?: unknown; error?: unknown }
  if (status !== 'success' || typeof data !== 'object' || data === null) {
    throw new Error(`expected status success, got ${JSON.stringify(status)} ${JSON.stringify(error ?? '')}`)
  }
  return data
}

/** Timestamps of an answer have millisecond precision; a float of seconds only nearly so. */
export const toMs = (seconds: number): number => Math.round(seconds * 1000)

/** `gauntlet_sample{series="3", tenant="tenant-a"}`, as PromQL writes it. */
export function labelsText(metric: Readonly<Record<string, string>>): string {
  const { __name__ = '', ...labels } = metric
  return `${__name__}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')}}`
}
