import type { Cluster } from '../../harness/cluster/cluster.ts'
import { diff } from '../../harness/fleet/diff.ts'
import type { Fleet, Workload } from '../../harness/fleet/fleet.ts'

/** Which start of each pod is there, by its name. */
export const instances = (cluster: Pick<Cluster, 'pods'>): Map<string, string> =>
  new Map(cluster.pods().map(p => [p.name, `${p.workload} ${p.instance}`]))

/** What was started. */
interface Told {
  /** Names of StatefulSets' pods that are new, or another process. */
  stateful: string[]
  /** Of each Deployment, how many pods are new. They have no names that last. */
  deployments: Record<string, number>
  /** How many pods of each workload are there. */
  there: Record<string, number>
}

/** What `diff` says will be started. */
export function named(before: Fleet, after: Fleet): Told {
  const started = diff(before, after).flatMap(c => (c.kind === 'roll' || c.kind === 'add' ? c.pods : []))
  const of = (kind: Workload['kind']) => started.filter(p => p.workload.kind === kind)
  return {
    stateful: of('StatefulSet')
      .map(p => p.name)
      .sort(),
    deployments: counts(of('Deployment').map(p => p.workload.name)),
    there: Object.fromEntries(after.workloads.filter(w => w.replicas > 0).map(w => [w.name, w.replicas])),
  }
}

/** What was started, by the pods that are there before and after. */
export function seen(fleet: Fleet, before: Map<string, string>, after: Map<string, string>): Told {
  const survivors = new Set(before.values())
  const fresh = [...after].filter(([, instance]) => !survivors.has(instance))
  const workloadOf = (instance: string) => fleet.workloads.find(w => w.name === instance.split(' ')[0])!
  const of = (kind: Workload['kind']) => fresh.filter(([, instance]) => workloadOf(instance).kind === kind)
  return {
    stateful: of('StatefulSet')
      .map(([name]) => name)
      .sort(),
    deployments: counts(of('Deployment').map(([, instance]) => instance.split(' ')[0]!)),
    there: counts([...after.values()].map(instance => instance.split(' ')[0]!)),
  }
}

const counts = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, name => name)].map(([name, all]) => [name, all.length]))
