import { above, atLeast, equals, type Gate, gate } from '../../harness/index.ts'

/**
 * The expressions of Mimir's document "Migrate from microservices to read-write mode without downtime", as they are printed there wherever they
 * are PromQL that a Prometheus takes.
 */

/** Step 3.2, as printed: the regular expression has two brackets too many. */
export const PRINTED_IN_3_2 =
  'sum by (pod) (rate(cortex_querier_request_duration_seconds_count{job=~".*mimir-read.*))", route=~"(prometheus|api_prom)_api_v1_.+"}[1m]))'

const MEANT_IN_3_2 =
  'sum by (pod) (rate(cortex_querier_request_duration_seconds_count{job=~".*mimir-read.*", route=~"(prometheus|api_prom)_api_v1_.+"}[1m]))'

const IN_3_3 = 'sum by(pod) (rate(cortex_query_frontend_queries_total{pod!~"ruler-query-frontend.*"}[1m]))'

const IN_6_2 =
  'sum by (job) (rate(cortex_request_duration_seconds_count{job=~".*distributor.*", route=~"/distributor.Distributor/Push|/httpgrpc.*|api_(v1|prom)_push|otlp_v1_metrics"}[1m]))'

/** The same for mimir-write, on the way back. */
const WRITES_OF_MIMIR_WRITE =
  'sum by (job) (rate(cortex_request_duration_seconds_count{job=~".*mimir-write.*", route=~"/distributor.Distributor/Push|api_(v1|prom)_push|otlp_v1_metrics"}[1m]))'

/** A rate over a minute is zero a minute after the last request at the earliest. */
const A_MINUTE_OF_SILENCE = 150_000

/** In the ring that each pod sees which looks at it: the one that sees the fewest may still send everything to others. */
const ingesters = (n: number): Gate =>
  gate(
    'min by (pod) (cortex_ring_members{name="ingester", state="ACTIVE"})',
    equals(n),
    '{component=~".*ingester.*|.*distributor.*"}',
    90_000,
  )

export const gates = {
  ingesters3: ingesters(3),
  ingesters6: ingesters(6),
  readsRun: gate(MEANT_IN_3_2, above(0), '{job=~".*mimir-read.*"}', 90_000),
  oldFrontendsIdle: gate(IN_3_3, equals(0), '{pod=~"query-frontend.*"}', A_MINUTE_OF_SILENCE, /^query-frontend/),
  newFrontendsIdle: gate(IN_3_3, equals(0), '{pod=~"mimir-read.*"}', A_MINUTE_OF_SILENCE, /^mimir-read/),
  oldDistributorsIdle: gate(IN_6_2, equals(0), '{job=~".*distributor.*"}', A_MINUTE_OF_SILENCE),
  newDistributorsIdle: gate(WRITES_OF_MIMIR_WRITE, equals(0), '{job=~".*mimir-write.*"}', A_MINUTE_OF_SILENCE),
  overridesExported: gate('count(cortex_limits_defaults)', atLeast(1), '{component=~".*overrides-exporter.*"}', 60_000),
} satisfies Record<string, Gate>

/** What steps may wait for. */
export type GateName = keyof typeof gates
