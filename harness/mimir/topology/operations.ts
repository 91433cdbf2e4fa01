import type { RestartPolicy } from '../../fleet/fleet.ts'
import { UsageError } from '../../util/errors.ts'
import type { ApiGroup, Overrides, Topology, Workload } from './topology.ts'
import { merge, type Tree } from './tree.ts'
import { validated, workloadNamed } from './validate.ts'

/**
 * Operations on topologies. Each gives a new topology and leaves the old one as it was, and throws UsageError when the result would make
 * no sense (see validated). `names` is one workload or several.
 */

type Names = string | readonly string[]

/** Sets the number of pods of each of these workloads. */
export const scale = (topology: Topology, names: Names, replicas: number): Topology =>
  change(topology, names, workload => ({ ...workload, replicas }))

/** Adds flags to these workloads, over those they have. `null` takes a flag away. */
export const withFlags = (topology: Topology, names: Names, flags: Readonly<Record<string, string | null>>): Topology =>
  change(topology, names, workload => {
    const kept = Object.entries({ ...workload.flags, ...flags }).filter((e): e is [string, string] => e[1] !== null)
    return { ...workload, flags: Object.fromEntries(kept) }
  })

/** Sets the HTTP calls that are made on a pod of these workloads before it is told to stop. */
export const withPreStop = (topology: Topology, names: Names, preStop: Workload['preStop']): Topology =>
  change(topology, names, workload => ({ ...workload, preStop }))

/** Sets the bytes of memory beyond which a pod of these workloads ends. `null` takes the limit away. */
export const withMemoryLimit = (topology: Topology, names: Names, bytes: number | null): Topology =>
  change(topology, names, ({ memoryLimit: _, ...workload }) =>
    bytes === null ? workload : { ...workload, memoryLimit: bytes },
  )

/**
 * Sets whether a pod of these workloads that ended by itself is started again. Kubernetes knows no `never`: only processes of this machine can have it. With
 * `never if possible` Kubernetes starts it again, as it does with `always`.
 */
export const withRestartPolicy = (topology: Topology, names: Names, policy: RestartPolicy): Topology =>
  change(topology, names, workload => ({ ...workload, restartPolicy: policy }))
/** Sets the cores that a pod of these workloads may use at most: what wants more waits. `null` takes the limit away. */
export const withCpuLimit = (topology: Topology, names: Names, cores: number | null): Topology =>
  change(topology, names, ({ cpuLimit: _, ...workload }) =>
    cores === null ? workload : { ...workload, cpuLimit: cores },
  )

/** Gives these workloads, which have zones, one turn together when pods are restarted, before all that have a turn of their own. */
export const inOneTurn = (topology: Topology, names: Names): Topology =>
  change(topology, names, workload => ({ ...workload, turn: -1 }))

/** Restarts the pods of these workloads, in the order in which they are rolled, and changes nothing else (`kubectl rollout restart`). */
export const restart = (topology: Topology, names: Names): Topology =>
  change(topology, names, workload => ({ ...workload, restarts: (workload.restarts ?? 0) + 1 }))

/** Lays a tree of Mimir's YAML config over the shared config of all pods. */
export const withConfig = (topology: Topology, tree: Tree): Topology =>
  validated({ ...topology, config: merge(topology.config, tree) })

/**
 * Gives each of these workloads a file of its own with the runtime overrides, as they are, so that later ones reach some workloads before others. In production
 * they do so by themselves: a ConfigMap is noticed by each node, and read by each pod, when its time comes.
 */
export const withOwnOverrides = (topology: Topology, names: Names): Topology =>
  change(topology, names, workload => ({ ...workload, overrides: workload.overrides ?? topology.overrides }))

/**
 * Adds runtime overrides of a tenant or several, over those they have. They take effect without a restart, in each pod at its next reload.
 * @param names of workloads: only these get them. They must have a file of their own (`withOwnOverrides`). Default: all
 */
export function withOverrides(topology: Topology, tenants: Names, overrides: Tree, names?: Names): Topology {
  const over = (all: Overrides): Overrides => ({
    ...all,
    ...Object.fromEntries([tenants].flat().map(tenant => [tenant, merge(all[tenant] ?? {}, overrides)])),
  })
  if (names === undefined) {
    const workloads = topology.workloads.map(w => (w.overrides ? { ...w, overrides: over(w.overrides) } : w))
    return validated({ ...topology, workloads, overrides: over(topology.overrides) })
  }
  return change(topology, names, workload => {
    if (workload.overrides) return { ...workload, overrides: over(workload.overrides) }
    throw new UsageError(
      `${workload.name} reads the same runtime overrides as others`,
      `give it a file of its own before: withOwnOverrides(topology, '${workload.name}')`,
    )
  })
}

/** Sends a apiGroup of requests to these workloads and no others. */
export const route = (topology: Topology, apiGroup: ApiGroup, names: Names): Topology =>
  validated({ ...topology, routes: { ...topology.routes, [apiGroup]: [names].flat() } })

/** Adds workloads; no traffic goes to them until a route says so. */
export const addWorkloads = (topology: Topology, workloads: readonly Workload[]): Topology =>
  validated({ ...topology, workloads: [...topology.workloads, ...workloads] })

/** Removes workloads that no route names any more. */
export function removeWorkloads(topology: Topology, names: Names): Topology {
  const gone = [names].flat().map(name => workloadNamed(topology, name).name)
  for (const [apiGroup, route] of Object.entries(topology.routes)) {
    const used = route.find(name => gone.includes(name))
    if (used) {
      throw new UsageError(
        `${used} can not be removed while ${apiGroup} are routed to it`,
        `route ${apiGroup} elsewhere first`,
      )
    }
  }
  return validated({ ...topology, workloads: topology.workloads.filter(workload => !gone.includes(workload.name)) })
}

/** Sets how many ingesters take each sample and how many store-gateways load each block. */
export function replicationFactor(topology: Topology, factor: number): Topology {
  if (!Number.isInteger(factor) || factor < 1) {
    throw new UsageError(`${factor} is not a replication factor`, 'give a whole number from 1 up')
  }
  const ring = { replication_factor: factor }
  return withConfig(topology, { ingester: { ring }, store_gateway: { sharding_ring: ring } })
}

function change(topology: Topology, names: Names, edit: (workload: Workload) => Workload): Topology {
  const wanted = [names].flat().map(name => workloadNamed(topology, name).name)
  return validated({
    ...topology,
    workloads: topology.workloads.map(workload => (wanted.includes(workload.name) ? edit(workload) : workload)),
  })
}
