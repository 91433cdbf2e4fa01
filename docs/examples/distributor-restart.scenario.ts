// A repository of one's own imports these from 'mimir-gauntlet' and 'mimir-gauntlet/mimir'.
import { equals, gate, type Judged, started } from '../../harness/index.ts'
import { microservices, scenario, withFlags, withPreStop } from '../../harness/mimir/index.ts'

const LIMIT = 'distributor.instance-limits.max-inflight-push-requests'
/** A call that takes a second, made before SIGTERM: what a preStop hook of `sleep 1` is in Kubernetes. */
const SLEEP = { method: 'GET', path: '/debug/pprof/trace?seconds=1' } as const
const DISTRIBUTORS = '{component="distributor"}'
const ROLL = 'roll the distributors with another limit'

/** What contradicts the control: a tenant whose writes were not seen to be down. */
function writesOfAllWereDown({ run, findings }: Judged): string | undefined {
  const evidence = findings.find(f => f.check === 'availability')?.evidence ?? []
  const windows = evidence.filter(e => e.kind === 'window' && e.data?.path === 'writes')
  const spared = run.tenants.filter(tenant => !windows.some(w => w.tenant === tenant))
  return spared.length === 0 ? undefined : `writes of ${spared.join(', ')} had no window of downtime`
}

export default scenario({
  id: 'distributor-restart',
  title: 'Distributors are rolled to change a flag',
  proves:
    'A flag of the distributors can be changed by a rolling restart: no write fails, and no acknowledged sample is lost.',
  suites: ['quick'],

  topology: pace => withPreStop(microservices({ zones: 3, pace }), 'distributor', [SLEEP]),

  gates: {
    serving: gate(`min(up${DISTRIBUTORS})`, equals(1), DISTRIBUTORS),
    new: started(DISTRIBUTORS),
    changed: gate(
      'cortex_distributor_instance_limits{component="distributor", limit="max_inflight_push_requests"}',
      equals(1000),
      DISTRIBUTORS,
    ),
  },

  steps: [
    {
      name: ROLL,
      ref: 'Mimir docs, "About Grafana Mimir runtime configuration": what is not in it needs a restart',
      async run(t) {
        await t.gate('serving')
        await t.apply(topology => withFlags(topology, 'distributor', { [LIMIT]: '1000' }))
        await t.gate('new')
        await t.gate('changed')
      },
    },
    {
      name: 'steady state again',
      async run(t) {
        await t.gate('serving')
        await t.traffic(3)
      },
    },
  ],

  controls: [
    {
      id: 'writes-refused',
      description:
        'the gateway refuses all writes once the roll begins: every tenant has a window of writes that says so',
      expectFail: ['availability'],
      inject: { step: ROLL, defect: { kind: 'refuse', route: 'writes' } },
      verify: writesOfAllWereDown,
    },
  ],
})
