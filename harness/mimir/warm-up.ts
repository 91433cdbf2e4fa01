import { request } from '../util/request.ts'
import { sideBySide } from '../util/side-by-side.ts'
import { done, notYet, until } from '../util/until.ts'

/** Milliseconds. A querier looks for query-schedulers every 5 s (Mimir: pkg/scheduler/schedulerdiscovery). */
const DEADLINE = 60_000
/** Milliseconds within which an answer counts as served rather than queued. */
const PROMPT = 1000
/** Questions that wait for their answers at once: more would wait for each other. */
const SIDE_BY_SIDE = 32

/** A request for each API group that the load needs, which changes nothing, and the answers that show that the apiGroup is served. */
const questions = [
  { asks: 'query', path: '/prometheus/api/v1/query?query=vector(1)', served: [200] },
  { asks: 'look at the distributors', path: '/distributor/ring', served: [200] },
  // 404: this tenant has no rules yet.
  { asks: 'request for rules', path: '/prometheus/config/v1/rules', served: [200, 404] },
]

/**
 * Waits until every tenant's queries, writes and rules are served. A query-frontend is ready before it has found a scheduler, and a scheduler
 * before a querier has found it (Mimir: pkg/mimir/mimir.go, readyHandler): queries sent meanwhile wait. On Kubernetes a pod is ready before every node leads its
 * Service to it. Neither is a fault of the operation under test.
 */
export async function isServed(gateway: string, tenants: readonly string[]): Promise<void> {
  const all = tenants.flatMap(tenant => questions.map(question => ({ tenant, ...question })))
  await sideBySide(all, SIDE_BY_SIDE, ({ tenant, asks, path, served }) =>
    until(
      async () => {
        const headers = { 'x-scope-orgid': tenant }
        const { status } = await request(gateway + path, { headers, timeout: PROMPT })
        return served.includes(status) ? done(undefined) : notYet(`HTTP ${status}`)
      },
      { for: `the first ${asks} of ${tenant} to be answered`, deadline: DEADLINE },
    ),
  )
}
