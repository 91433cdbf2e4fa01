import { type Actions, NOISY, type Step } from '../../harness/mimir/index.ts'
import { DOCUMENT, older } from '../sharding.ts'
import { byIngesters, byQueriers, everybody, type Predict, tellBlastRadius } from './blast-radius.ts'
import { SIZE } from './tenants.ts'
import { LOOKBACK } from './topology.ts'

/** Seconds of calm, and of flood. */
const SECONDS = 30

/** Of each flood: the path on which it meets the others, whom it is to hit, and the metric that says whom a limit hit. */
const floods = {
  writes: {
    path: 'writes',
    predicts: byIngesters,
    limited: 'cortex_discarded_requests_total{reason="rate_limited"}',
  },
  queries: {
    path: 'instant',
    predicts: byQueriers,
    limited: 'cortex_query_scheduler_discarded_requests_total',
  },
} as const

type Flood = keyof typeof floods
type FloodStep = Step<'ringWhole', 'flood'>

/** The step that waits until readers ask shards alone. */
const age = older(SIZE, LOOKBACK)

/** A limit hits the noisy tenant and nobody else. */
const expectOnlyNoisyLimited = (t: Actions, metric: string): Promise<void> =>
  t.expect(`requests of ${NOISY} to be limited, and of nobody else`, async () => {
    const users = await t.observer.query(`sum by (user) (increase(${metric}[60s])) > 0`)
    const names = users.map(s => s.labels.user!)
    return (names.length === 1 && names[0] === NOISY) || names.join(', ') || 'nobody'
  })

/** Calm, then the flood, and what clients see of it. */
const flow = (
  flood: Flood,
  predicts: (t: Actions) => Promise<Predict>,
  then: (t: Actions, asPredicted: true | string) => Promise<void>,
): FloodStep => ({
  name: `flood ${flood}`,
  ref: DOCUMENT,
  async run(t) {
    const { path } = floods[flood]
    const predict = await predicts(t)
    await t.gate('ringWhole')
    const begin = Date.now()
    await t.traffic(SECONDS)
    const calm = t.seen(path, begin)
    await t.inject('flood')
    const since = Date.now()
    await t.traffic(SECONDS)
    const seen = t.seen(path, since)
    await t.recover('flood')
    await then(t, tellBlastRadius(t, path, predict, [calm, seen]))
  },
})

const steady: FloodStep = {
  name: 'steady state again',
  async run(t) {
    await t.gate('ringWhole')
    await t.traffic(5)
  },
}

/** Those that are predicted are hit, and the limit hits the noisy one alone. */
export const steps = (flood: Flood): FloodStep[] => [
  age,
  flow(flood, floods[flood].predicts, async (t, asPredicted) => {
    await t.expect('the flood to hit whom it is predicted to hit, and nobody else', () => asPredicted)
    await expectOnlyNoisyLimited(t, floods[flood].limited)
  }),
  steady,
]

/** The flood alone, which is to hit everybody. @param by the pods that all tenants share. @param isSharded whether readers have to obey shards first */
export const unprotected = (flood: Flood, by: string, isSharded: boolean): FloodStep[] => [
  ...(isSharded ? [age] : []),
  flow(
    flood,
    async () => everybody(by),
    async () => {},
  ),
  steady,
]
