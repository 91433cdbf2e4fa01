/**
 * Walks a fleet of tiny servers through changes on a cluster that exists, and prints for each what `diff` says will be started beside what was, by the
 * UIDs of pods. Argument: the run's `where` and the tiny image, as JSON.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KindCluster } from '../../harness/cluster/kind/kind-cluster.ts'
import { KindWhere } from '../../harness/cluster/where.ts'
import type { Fleet, PodTemplate, Workload } from '../../harness/fleet/types.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { tinyFleet } from '../tiny/fleet.ts'
import { instances, named, seen } from '../tiny/rolls.ts'

const { where, image } = JSON.parse(process.argv[2]!) as { where: unknown; image: string }

const each =
  (change: (workload: Workload) => Partial<Workload>) =>
  (fleet: Fleet): Fleet => ({
    ...fleet,
    workloads: fleet.workloads.map(w => ({ ...w, ...change(w) })),
  })
const templates = (of: RegExp, change: (template: PodTemplate) => Partial<PodTemplate>) =>
  each(w => (of.test(w.name) ? { template: { ...w.template, ...change(w.template) } } : {}))
const env = (of: RegExp, value: string) => templates(of, ({ env }) => ({ env: { ...env, WHY: value } }))
const told =
  (content: string) =>
  (fleet: Fleet): Fleet => ({
    ...fleet,
    files: { ...fleet.files, 'live.txt': { content, reloaded: true } },
  })

const operations: [name: string, change: (fleet: Fleet) => Fleet][] = [
  ['an environment', env(/^store-zone-a$/, 'one')],
  ['a call before the stop', templates(/^store/, () => ({ preStop: [{ method: 'POST', path: '/items/last' }] }))],
  ['the grace period', templates(/^spare$/, () => ({ gracePeriod: 4000 }))],
  ['more replicas', each(w => (w.name === 'spare' ? { replicas: 2 } : {}))],
  ['a restart', templates(/^spare$/, () => ({ restarts: 1 }))],
  ['a file that is read again and again', told('two')],
  ['routes', fleet => ({ ...fleet, routes: { items: { paths: ['/items/'], workloads: ['store-zone-b'] } } })],
  [
    'both zones in one turn',
    f => each(w => (w.zone ? { update: { by: 'turns', turn: 0 } } : {}))(env(/^store/, 'two')(f)),
  ],
  ['fewer replicas', each(w => (w.name === 'spare' ? { replicas: 0 } : {}))],
]

const folder = await mkdtemp(join(tmpdir(), 'mg-rolls-'))
const events: HistoryEvent[] = []
const program = { name: 'tiny', version: '1', at: { image } }
try {
  await using cluster = await KindCluster.start(KindWhere.parse(where), {
    id: 'rolls',
    program,
    folder,
    scratch: folder,
    recorder: { record: event => void events.push(event) },
    onProgress: () => {},
    signal: AbortSignal.timeout(240_000),
  })
  let fleet = told('one')(templates(/./, () => ({ files: ['live.txt'] }))(tinyFleet(program)))
  await cluster.apply(fleet)
  const rows = []
  for (const [name, change] of operations) {
    const next = change(fleet)
    const before = instances(cluster)
    await cluster.apply(next)
    rows.push({ name, said: named(fleet, next), seen: seen(next, before, instances(cluster)) })
    fleet = next
  }
  const pod = cluster.pod('store-zone-b-0')
  await cluster.restart(pod.name)
  const restarted = { same: cluster.pod(pod.name).instance === pod.instance, state: cluster.pod(pod.name).state }
  const hooks = events.flatMap(e => (e.type === 'pre-stop' ? [`${e.pod} ${e.hook} ${e.status}`] : []))
  process.stdout.write(JSON.stringify({ rows, restarted, hooks }))
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit(0)
