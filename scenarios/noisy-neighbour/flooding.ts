import { type Actions, NOISY, type Step } from '../../harness/mimir/index.ts'
import { DOCUMENT, older } from '../sharding.ts'
import { byIngesters, byQueriers, byRulers, everybody, type Predict, tellBlastRadius } from './blast-radius.ts'
import { SIZE } from './tenants.ts'
import { LOOKBACK, RULE_GROUPS } from './topology.ts'

/** Seconds of calm, and of flood. */
const SECONDS = 30

/** Of whom something was refused. */
const refused = (metric: string): string => `sum by (user) (increase(${metric}[60s])) > 0`

/** Of each flood: the path on which it meets the others, whom it is to hit, and the expression that says whom a limit hit. */
export const floods = {
  writes: {
    path: 'writes',
    predicts: byIngesters,
    limited: refused('cortex_discarded_requests_total{reason="rate_limited"}'),
  },
  queries: {
    path: 'instant',
    predicts: byQueriers,
    limited: refused('cortex_query_scheduler_discarded_requests_total'),
  },
  rules: {
    path: 'rules-api',
    predicts: byRulers,
    // Nothing counts what is refused by tenant: who has as many groups as the limit allows.
    limited: `count by (user) (max_over_time(cortex_prometheus_rule_group_rules[60s])) == ${RULE_GROUPS}`,
  },
} as const

type Flood = (typeof floods)[keyof typeof floods]
export type FloodStep = Step<'ringWhole', 'flood'>
type Floods = Parameters<FloodStep['run']>[0]

/** Waits until readers ask shards alone. */
export const age = older(SIZE, LOOKBACK)

export const steady: FloodStep = {
  name: 'steady state again',
  async run(t) {
    await t.gate('ringWhole')
    await t.traffic(5)
  },
}

/** Calm, then the flood, and what clients see of it. The flood goes on. @returns true, or who is hit and should not be, or the other way round */
export async function meetFlood(t: Floods, { path }: Flood, predict: Predict): Promise<true | string> {
  await t.gate('ringWhole')
  const begin = Date.now()
  await t.traffic(SECONDS)
  const calm = t.seen(path, begin)
  await t.inject('flood')
  const since = Date.now()
  await t.traffic(SECONDS)
  return tellBlastRadius(t, path, predict, [calm, t.seen(path, since)])
}

export const expectAsPredicted = (t: Actions, asPredicted: true | string): Promise<void> =>
  t.expect('the flood to hit whom it is predicted to hit, and nobody else', () => asPredicted)

/** A limit hits the noisy tenant and nobody else. */
const expectOnlyNoisyLimited = (t: Actions, { limited }: Flood): Promise<void> =>
  t.expect(`requests of ${NOISY} to be limited, and of nobody else`, async () => {
    const users = await t.observer.query(limited)
    const names = users.map(s => s.labels.user!)
    return (names.length === 1 && names[0] === NOISY) || names.join(', ') || 'nobody'
  })

/** Those that are predicted are hit, and the limit hits the noisy one alone. */
export const steps = (flood: Flood): FloodStep[] => [
  age,
  {
    name: 'flood',
    ref: DOCUMENT,
    async run(t) {
      const asPredicted = await meetFlood(t, flood, await flood.predicts(t))
      await t.recover('flood')
      await expectAsPredicted(t, asPredicted)
      await expectOnlyNoisyLimited(t, flood)
    },
  },
  steady,
]

/** The flood alone, which is to hit everybody. @param by the pods that all tenants share. @param isSharded whether readers have to obey shards first */
export const unprotected = (flood: Flood, by: string, isSharded: boolean): FloodStep[] => [
  ...(isSharded ? [age] : []),
  {
    name: 'flood',
    ref: DOCUMENT,
    async run(t) {
      await meetFlood(t, flood, everybody(by))
      await t.recover('flood')
    },
  },
  steady,
]
