import type { Fault, Scene } from '../../../faults/fault.ts'
import { flood } from '../../../faults/flood.ts'
import { PROOF_DEADLINE } from '../../../faults/proof.ts'
import { done, notYet, until } from '../../../util/until.ts'
import type { FloodKind } from './flood-records.ts'
import { NOISY } from './noisy.ts'

/** Requests of the tenant a second, as those count them that get them: what is taken in, and what a limit refuses before it is read. */
const rateOf = (...metrics: string[]): string =>
  metrics.map(metric => `(sum(rate(${metric}{user="${NOISY}"}[5s])) or vector(0))`).join(' + ')

const WRITES = rateOf('cortex_distributor_requests_in_total', 'cortex_discarded_requests_total')

const arriving = {
  writes: WRITES,
  cardinality: WRITES,
  queries: rateOf('cortex_query_frontend_queries_total'),
  // They stay, so they are counted.
  rules: `sum(cortex_prometheus_rule_group_rules{user="${NOISY}"}) or vector(0)`,
} as const satisfies Record<FloodKind, string>

/** The observer's own view of whether the tenant's requests come. @param wanted in words: `to arrive` */
const seen = (scene: Scene, kind: FloodKind, wanted: string, holds: (rate: number) => boolean): Promise<string> =>
  until(
    async () => {
      const rate = (await scene.observer.query(arriving[kind]))[0]?.value ?? 0
      const what = kind === 'rules' ? 'rules' : 'requests a second'
      const words = `Mimir counts ${rate.toFixed(1)} ${what} of ${NOISY}`
      return holds(rate) ? done(words) : notYet(words)
    },
    {
      for: `requests of ${NOISY} ${wanted}`,
      deadline: scene.observer.patience(PROOF_DEADLINE),
      every: 500,
      signal: scene.signal,
    },
  )

/** The tenant of signal `flood` floods the others. It needs that signal. */
export const floodOf = (kind: FloodKind): Fault =>
  flood('flood', kind, {
    arrives: scene => seen(scene, kind, 'to arrive', rate => rate > 1),
    ebbs: scene => seen(scene, kind, 'to end', rate => rate === 0),
  })
