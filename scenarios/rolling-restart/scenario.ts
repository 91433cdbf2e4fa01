import { renewing } from '../../harness/index.ts'
import {
  type Actions,
  alerts,
  type Controls,
  inOneTurn,
  microservices,
  restart,
  type Step,
  scenario,
  withConfig,
  withPreStop,
} from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { found } from '../reasons.ts'

const RUNBOOK = 'Mimir docs, "Rolling out changes": stateless pods, then ingesters and store-gateways by zone'

/** An Alertmanager that takes a tenant over knows its alerts when rulers send them again, every 5 s at the fast pace. */
const alertsMove = { alerts: { readableAfter: 10_000 } } as const

const LOST =
  'a query for labels that is handed to a querier in the moment that it is told to stop is lost, and nobody repeats it'
const HANDED_OVER = { errorRatio: 0.02 } as const

const LOOKS = 'rulers look at their ring, and queriers for query-schedulers, every 5 s'
/**
 * They serve on before they are told to stop: until queriers have found the new ones, and until no client sends to them any more. An Alertmanager is ready before
 * it has loaded its tenants, and answers 406 until then, so the one after it has to wait.
 */
const SERVE_ON = ['distributor', 'query-frontend', 'query-scheduler', 'alertmanager']

/** Every workload once: those without a zone one after the other, query-schedulers first, then the zones in their turns. */
async function restartAll(t: Actions, forgotten?: string): Promise<void> {
  const workloads = t.topology.workloads.filter(w => w.name !== forgotten)
  const single = workloads.filter(w => w.zone === undefined).map(w => w.name)
  for (const name of new Set(['query-scheduler', ...single])) await t.restart(name)
  const zoned = workloads.filter(w => w.zone !== undefined).map(w => w.name)
  await t.apply(topology => restart(topology, zoned))
}

const steps = (forgotten?: string) =>
  [
    {
      name: 'restart every pod',
      ref: RUNBOOK,
      async run(t) {
        await t.gate('ringWhole')
        await renewing(t, () => restartAll(t, forgotten))
      },
    },
    {
      name: 'steady state again',
      async run(t) {
        await t.gate('ringWhole')
        await t.traffic(5)
      },
    },
  ] as const satisfies readonly Step<'ringWhole'>[]

const controls = [
  {
    id: 'two-zones-at-once',
    description: 'two zones have their turn together: while they restart, writes have no quorum',
    expectFail: ['availability'],
    mayFail: ['rules', 'assertions'],
    verify: judged => found(judged, 'availability', 'window'),
    topology: t => inOneTurn(t, ['ingester-zone-a', 'ingester-zone-b']),
  },
  {
    id: 'one-forgotten',
    description: 'the compactor is not restarted: the run says so',
    expectFail: ['expectations'],
    mayFail: ['coverage'],
    steps: steps('compactor'),
    verify: judged => found(judged, 'expectations', 'expectation'),
  },
  {
    id: 'alerts-forgotten',
    description:
      'rulers restore no state of alerts: who takes over an alert that waited for its `for` lets it wait anew, and people are told that it is resolved',
    expectFail: ['alerts'],
    topology: t => withConfig(t, { ruler: { for_outage_tolerance: '1ms' } }),
    steps: [
      {
        name: 'restart every pod',
        ref: RUNBOOK,
        async run(t) {
          await t.restart('ruler')
          await t.traffic(40)
        },
      },
    ],
    verify: judged => found(judged, 'alerts', 'not-restored') ?? found(judged, 'alerts', 'resolved'),
  },
] as const satisfies Controls<'ringWhole'>

export default scenario({
  id: 'rolling-restart',
  title: 'Every pod is restarted, as for a new version',
  proves:
    'Pods that keep no data can be restarted one by one, and ingesters and store-gateways zone by zone: no write fails or waits, no query fails or waits, rules go on, alerts fire on as before, and no acknowledged sample is lost.',
  suites: ['nightly'],
  topology: pace =>
    withPreStop(microservices({ zones: 3, pace, replicas: { alertmanager: 3 } }), SERVE_ON, [{ sleep: 6 }]),
  signals: [alerts],
  objectives: {
    steps: {
      'restart every pod': {
        because: `${LOOKS}; ${LOST}`,
        instant: 2000,
        labels: HANDED_OVER,
        'cross-tenant': HANDED_OVER,
        rules: 10_000,
        evaluations: 10_000,
        ...alertsMove,
      },
    },
  },
  gates: { ringWhole },
  steps: steps(),
  controls,
})
