// A repository of one's own imports these from 'mimir-gauntlet' and 'mimir-gauntlet/mimir'.
import type { CheckName, Judged } from '../../harness/index.ts'
import {
  type Actions,
  alerts,
  archive,
  call,
  k6,
  readWrite,
  referencePrometheus,
  scenario,
} from '../../harness/mimir/index.ts'

const STEP = 'nothing is done'
const ALERTMANAGER = '/alertmanager/api/v2'

/** What contradicts a control: the check found nothing of this kind. */
const found =
  (check: CheckName, kind: string) =>
  ({ findings }: Judged): string | undefined =>
    findings.find(f => f.check === check)?.evidence.some(e => e.kind === kind) ? undefined : `no "${kind}" in ${check}`

/** Each tenant loses the rule group that the signal `rules` watches. */
async function deleteRules({ cluster, run }: Actions): Promise<void> {
  for (const tenant of run.tenants) {
    await call(cluster.gateway, 'DELETE', '/prometheus/config/v1/rules/gauntlet', { tenant })
  }
}

/** Somebody deletes the silence that the signal `alerts` has set up. */
async function deleteSilence({ cluster, run }: Actions): Promise<void> {
  const tenant = run.tenants[0]!
  const silences = JSON.parse(await call(cluster.gateway, 'GET', `${ALERTMANAGER}/silences`, { tenant }))
  for (const { id, status } of silences as { id: string; status: { state: string } }[]) {
    if (status.state === 'active') await call(cluster.gateway, 'DELETE', `${ALERTMANAGER}/silence/${id}`, { tenant })
  }
}

export default scenario({
  id: 'every-signal',
  title: 'Nothing is done, and every signal looks on',
  proves: 'Every signal is valid while nobody touches Mimir, so what it finds elsewhere is the doing of an operation.',
  suites: [],

  topology: pace => readWrite({ zones: 2, pace }),
  signals: [archive, alerts, k6, referencePrometheus],
  // Nine clients at once on a small machine.
  objectives: { steady: { writes: 1000, instant: 1000 } },
  steps: [{ name: STEP, run: t => t.traffic(20) }],

  // A negative control for each signal: what only it, or only few, can see.
  controls: [
    {
      id: 'push-dropped',
      description:
        'the gateway acks every 20th push and drops it: the ledger and the reference Prometheus miss samples',
      expectFail: ['loss', 'reference-prometheus'],
      mayFail: ['assertions', 'exemplars'],
      inject: { step: STEP, defect: { kind: 'drop-push', every: 20 } },
      verify: found('reference-prometheus', 'missing'),
    },
    {
      id: 'reads-refused',
      description: 'the gateway refuses all queries: probes, rule reads, old data and k6 fail',
      expectFail: ['availability', 'archive', 'k6'],
      mayFail: ['coverage', 'rules', 'reference-prometheus', 'alerts', 'loss'],
      inject: { step: STEP, defect: { kind: 'refuse', route: 'reads' } },
      verify: found('k6', 'failed'),
    },
    {
      id: 'other-tenants-answer',
      description: 'tenant-a gets the answers of tenant-b: cross-tenant reads see it',
      expectFail: ['isolation', 'loss'],
      mayFail: ['k6', 'archive', 'alerts', 'reference-prometheus', 'rules', 'availability'],
      inject: { step: STEP, defect: { kind: 'swap-tenant', of: 'tenant-a', from: 'tenant-b' } },
      verify: found('isolation', 'foreign'),
    },
    {
      id: 'rules-deleted',
      description: 'somebody deletes the rule groups: nothing is evaluated any more',
      expectFail: ['rules'],
      before: { step: STEP, run: deleteRules },
      verify: found('rules', 'gap'),
    },
    {
      id: 'silence-deleted',
      description: 'somebody deletes the silence: the silenced alert fires',
      expectFail: ['alerts'],
      before: { step: STEP, run: deleteSilence },
      verify: found('alerts', 'silence'),
    },
  ],
})
