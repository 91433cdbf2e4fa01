import type { Pace } from '../../history/run-info.ts'
import { catalogue } from './components.ts'
import type { Component, Topology, Workload, Zone } from './topology.ts'

/** Longest time between SIGTERM and SIGKILL at the fast pace, where nothing has minutes of work to finish. */
const FAST_GRACE = 60_000

/** `-shutdown-delay` of what clients talk to. 90 s is what Mimir's Helm chart sets on distributors and query-frontends. */
const SHUTDOWN_DELAY: Readonly<Record<Pace, string>> = { fast: '2s', real: '90s' }

const zoneNames: readonly Zone[] = ['zone-a', 'zone-b', 'zone-c']

/** The first n zones, or none at all for 1: a single zone is a deployment without zones. */
export const zonesOf = (count: 1 | 2 | 3): readonly Zone[] => (count === 1 ? [] : zoneNames.slice(0, count))

interface WorkloadOptions {
  name: string
  modules: readonly Component[]
  pace: Pace
  /** Default 1. */
  replicas?: number
  zone?: Zone
  /** Win over the defaults of these modules (`shutdown-delay` on what clients talk to). */
  flags?: Readonly<Record<string, string>>
  stateful?: boolean
  gracePeriod?: number
  preStop?: Workload['preStop']
}

/** One workload. What is not said follows from its modules: stateful when one is, the longest grace period of all. */
export function workload(options: WorkloadOptions): Workload {
  const { name, modules, pace, zone } = options
  const facts = modules.map(module => catalogue[module])
  const production = Math.max(0, ...facts.map(fact => fact.gracePeriod))
  return {
    name,
    modules,
    replicas: options.replicas ?? 1,
    ...(zone && { zone }),
    flags: { ...(facts.some(fact => fact.drains) && { 'shutdown-delay': SHUTDOWN_DELAY[pace] }), ...options.flags },
    stateful: options.stateful ?? facts.some(fact => fact.stateful),
    gracePeriod: options.gracePeriod ?? (pace === 'fast' ? Math.min(FAST_GRACE, production) : production),
    preStop: options.preStop ?? [],
  }
}

/** How many zones a group is spread over, how many pods each of its workloads has, and the rest of a workload. */
interface GroupOptions extends Omit<WorkloadOptions, 'name' | 'modules' | 'zone'> {
  zones: 1 | 2 | 3
}

/**
 * The workloads that run these modules together: one for each zone (`mimir-write-zone-a`, ...) when a module's ring is spread over zones,
 * else a single one (`mimir-read`). `replicas` is per workload.
 */
export function group(name: string, modules: readonly Component[], options: GroupOptions): Workload[] {
  const { zones: count, ...rest } = options
  const zones = modules.some(module => catalogue[module].zoned) ? zonesOf(count) : []
  return zones.length === 0
    ? [workload({ name, modules, ...rest })]
    : zones.map(zone => workload({ name: `${name}-${zone}`, modules, zone, ...rest }))
}

/** One pod that a topology wants. */
export interface TopologyPod {
  /** `ingester-zone-a-0` */
  name: string
  workload: Workload
}

/** The pods that a topology wants, in the order of its workloads. */
export const podsOf = ({ workloads }: Pick<Topology, 'workloads'>): TopologyPod[] =>
  workloads.flatMap(w =>
    Array.from({ length: w.replicas }, (_, ordinal) => ({ name: `${w.name}-${ordinal}`, workload: w })),
  )
