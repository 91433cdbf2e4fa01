import type { LiveSignal } from '../../../load/client.ts'
import { onlyPart } from '../only-part.ts'
import { referencePrometheus as judge } from './reference-prometheus-check.ts'
import { referencePrometheusExcludes } from './reference-prometheus-excludes.ts'
import { ReferencePrometheusEvent } from './reference-prometheus-records.ts'

const NAME = 'reference-prometheus'

/** The run's observer, a real Prometheus, writes to Mimir by its own client, and all of that is found again. */
export const referencePrometheus: LiveSignal = {
  name: NAME,
  records: [ReferencePrometheusEvent],
  streams: [
    onlyPart(NAME, 'Reference Prometheus', {
      covers: 'whole',
      record: event =>
        event.type === NAME ? { from: event.from, to: event.to, ok: event.broke === undefined } : undefined,
      failed: event => (event.type === NAME ? { ...event, broke: 'made to fail' } : event),
    }),
  ],
  checks: { [NAME]: { judge, excludes: referencePrometheusExcludes } },
  client: async () => (await import('./reference-prometheus-client.ts')).referencePrometheusClient(),
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    'reference-prometheus': true
  }
}
