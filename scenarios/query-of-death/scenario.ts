import { scale, scenario } from '../../harness/mimir/index.ts'
import { noReads } from '../objectives.ts'
import { controls } from './controls.ts'
import type { Row } from './row.ts'
import { BASE, rows } from './rows.ts'
import { runOf } from './steps.ts'
import { QUERIERS, sharing } from './tenants.ts'
import { attacked } from './topology.ts'

/** Of others, where the shard does not hold. */
const HIT = { longestGap: 10_000, latency: 10_000, errorRatio: 0.5 } as const

/** Of the attacker, whose rules need queriers, too, and who may be out again and again. */
const out = { ...noReads, evaluations: 300_000 } as const

/** Queries of others that a dying querier had are tried again by query-frontends, but for those that have been tried five times. */
const hit = {
  because: 'the queriers that die run queries of others, too, and these wait for another, or fail',
  instant: HIT,
  range: HIT,
  labels: HIT,
  'cross-tenant': HIT,
  rules: HIT,
} as const

type Pace = Parameters<typeof attacked>[0]

const variantOf = (row: Row) => ({
  description: row.description,
  topology: (pace: Pace) => attacked(pace, row),
  ...runOf(row),
  // A querier that is replaced has a successor with another name.
  ...(row.back === 'other' && { becomes: (pace: Pace) => scale(attacked(pace, row), 'querier', 2 * QUERIERS) }),
  ...(row.predicted.othersMayFail && { objectives: { faults: { 'deadly-request': hit } } }),
})

const variants = Object.fromEntries(Object.entries<Row>(rows).map(([id, row]) => [id, variantOf(row)]))

export default scenario({
  id: 'query-of-death',
  title: 'A query that kills queriers, contained by a shard',
  proves:
    'With a querier shard for each tenant and a forget delay, a query that kills every querier that runs it kills those of its own tenant, and no other: tenants that share a querier with it, or none, go on reading. No query of theirs fails; only a request for metadata or exemplars that the dying querier had is lost, since nobody tries it again.',
  suites: ['nightly'],
  topology: pace => attacked(pace, BASE),
  load: {
    tenants: {
      attacker: { faults: { 'deadly-request': out } },
      // Query-frontends try a request for metadata or exemplars once (Mimir: pkg/frontend/querymiddleware/roundtrip.go).
      sharing: { faults: { 'deadly-request': { 'cross-tenant': { errorRatio: 0.15 } } } },
      apart: {},
    },
    // Of 21 pods on a small machine, queriers are what is looked at.
    series: 100,
    writesPerSecond: 5,
    choose: sharing(1),
  },
  ...runOf(BASE),
  variants: { 'shard-and-delay': { description: BASE.description }, ...variants },
  controls,
})
