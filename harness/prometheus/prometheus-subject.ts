import type { Subject } from '../scenario/subject.ts'
import { request } from '../util/request.ts'
import { sibling } from '../util/sibling.ts'
import { done, until } from '../util/until.ts'
import { prometheusProgram } from './prometheus-program.ts'
import { prometheusProofs } from './prometheus-proofs.ts'
import { FAST, fleetOf } from './server-fleet.ts'
import type { ServerTopology } from './server-topology.ts'
import { dataSource } from './signals/data-source/index.ts'
import { ticks } from './signals/ticks/index.ts'
import { SERVER } from './ticks-plan.ts'

/** Prometheus itself, as a product that is operated: one server with its TSDB on a volume. */
export const prometheus: Subject<ServerTopology> = {
  name: 'prometheus',
  title: 'Prometheus',
  program: prometheusProgram,
  signals: [ticks, dataSource],
  routes: ['api'],
  protocol: {
    // It has no tenants.
    tenantHeader: 'x-nobody',
    reads: 'api',
    writes: { route: 'api', except: [] },
    answers: sibling(import.meta.url, './change-answers'),
  },
  proofs: prometheusProofs,
  copied: {
    metrics: {
      'head series': { expr: 'prometheus_tsdb_head_series', unfolded: true },
      blocks: { expr: 'prometheus_tsdb_blocks_loaded', unfolded: true },
    },
    members: {},
  },
  fleetOf,
  podsOf: () => [{ name: SERVER }],
  requirementsOf: () => [],
  restart: (topology, name) => (name === 'prometheus' ? { ...topology, restarts: topology.restarts + 1 } : undefined),
  safeTargets: () => [],
  safeTargetWords: 'server that has a second one',
  // The side that is moved to has none yet: its gateway alone must answer.
  async served(gateway) {
    await until(async () => done((await request(`${gateway}/api/v1/query?query=1`, { timeout: 1000 })).status), {
      for: 'the gateway to answer',
      deadline: 10_000,
    })
  },
  deviations: ({ pace }) =>
    pace === 'fast'
      ? Object.entries(FAST).map(([flag, { default: installed, fast, why }]) => ({
          what: `--${flag}`,
          installed,
          here: fast,
          why,
        }))
      : [],
}
