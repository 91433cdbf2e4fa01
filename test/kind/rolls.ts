/**
 * Walks a fleet of tiny servers through changes on a cluster that exists, and prints for each what `diff` says will be started beside what was, by the
 * UIDs of pods. Then a pod beside that cluster, a process of this machine, asks for what the cluster has. Argument: the run's `where`, the tiny image and
 * binary, and a Prometheus, as JSON.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KindCluster } from '../../harness/cluster/kind/kind-cluster.ts'
import { inPlace } from '../../harness/cluster/places.ts'
import { beside, KindConfig } from '../../harness/cluster/provider-config.ts'
import { startCluster } from '../../harness/cluster/start.ts'
import type { Fleet, PodTemplate, Probe, Program, Workload } from '../../harness/fleet/fleet.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { tinyFleet } from '../tiny/fleet.ts'
import { tinyProtocol } from '../tiny/protocol.ts'
import { instances, named, seen } from '../tiny/rolls.ts'

const { image, binary, prometheus, ...given } = JSON.parse(process.argv[2]!) as {
  where: unknown
  image: string
  binary: string
  prometheus: string
}
const where = KindConfig.parse(given.where)

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

const probe: Probe = {
  path: '/healthy',
  port: 'http',
  initialDelay: 0,
  period: 1000,
  timeout: 1000,
  failureThreshold: 2,
}
/** All that a template may say beside what every pod has. */
const everything: Partial<PodTemplate> = {
  limits: { cpu: 0.5, memory: 2 ** 28 },
  runAs: { user: 10_002, group: 10_003 },
  startup: { ...probe, failureThreshold: 30 },
  liveness: probe,
  mounts: { items: { path: '/var/lib/items', subPath: 'deep/items' } },
}

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
  [
    'limits, a user, probes and a mount',
    templates(/^store-zone-b$/, ({ env }) => ({
      ...everything,
      env: { ...env, DATA: { of: 'volume', mount: 'items' } },
    })),
  ],
  ['fewer replicas', each(w => (w.name === 'spare' ? { replicas: 0 } : {}))],
]

const folder = await mkdtemp(join(tmpdir(), 'mg-rolls-'))
const events: HistoryEvent[] = []
const program: Program = { name: 'tiny', version: '1', at: { image } }
const run = {
  id: 'rolls',
  program,
  protocol: tinyProtocol,
  seed: 1,
  folder,
  scratch: folder,
  recorder: { record: (event: HistoryEvent) => void events.push(event) },
  onProgress: () => {},
  signal: AbortSignal.timeout(400_000),
}

/** Waits until a pod's container was started again, and is ready. */
const restarts = (cluster: KindCluster, pod: string) =>
  until(
    () => {
      const phases = events.flatMap(e => (e.type === 'pod' && e.pod === pod ? [e.phase] : []))
      const [died, ready] = [phases.lastIndexOf('died'), phases.lastIndexOf('ready')]
      return died >= 0 && ready > died ? done(cluster.pod(pod).state) : notYet(phases.join(', '))
    },
    { for: `${pod} to be started again by its kubelet`, deadline: 60_000, every: 250 },
  )

/** What a process beside the cluster is answered by a pod of it, and what is recorded of that process. */
async function fromBeside(cluster: KindCluster): Promise<string[]> {
  const local = { ...inPlace(run, 'vm'), program: { ...program, at: { binary } } }
  await using vm = await startCluster(beside(where, 'process', 'mimir', { mimir: binary, prometheus }), local)
  await vm.apply(tinyFleet(local.program))
  const url = encodeURIComponent(`${cluster.gateway}/items/`)
  const { status } = await fetch(`${vm.pod('spare-0').url}/ask?url=${url}`)
  const ready = events.flatMap(e => (e.type === 'pod' && e.phase === 'ready' ? [e.pod] : []))
  return [String(status), ...ready.filter(pod => pod.startsWith('vm/')).sort()]
}

try {
  await using cluster = await KindCluster.start(where, run)
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
  const { url } = cluster.pod('store-zone-b-0')
  const who = (await (await fetch(`${url}/who`)).text()).trim()
  await fetch(`${url}/sick`, { method: 'POST' })
  const alive = await restarts(cluster, 'store-zone-b-0')
  process.stdout.write(JSON.stringify({ rows, restarted, hooks, who, alive, vm: await fromBeside(cluster) }))
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit(0)
