import { UsageError } from '../../util/errors.ts'
import { catalogue, served } from './components.ts'
import { apiGroups, type Component, components, type Topology, type Workload } from './topology.ts'
import { at } from './tree.ts'

/** YAML path of the ring whose members carry a zone, by component. */
const zonedRings = [
  ['ingester', 'ingester.ring'],
  ['store-gateway', 'store_gateway.sharding_ring'],
] as const satisfies [Component, string][]

/**
 * The topology itself when it makes sense.
 * @throws UsageError naming the workload or route at fault, and what to change.
 */
export function validated(topology: Topology): Topology {
  const names = new Set<string>()
  for (const workload of topology.workloads) {
    if (names.has(workload.name)) {
      throw new UsageError(`two workloads are called "${workload.name}"`, 'give each workload a name of its own')
    }
    names.add(workload.name)
    checkWorkload(workload)
  }
  checkRoutes(topology)
  for (const [component, ring] of zonedRings) checkZones(topology, component, ring)
  return topology
}

/** The workload of this name. @throws UsageError listing the names there are. */
export function workloadNamed(topology: Topology, name: string): Workload {
  const workload = topology.workloads.find(w => w.name === name)
  if (workload) return workload
  throw new UsageError(
    `no workload is called "${name}"`,
    `use one of ${topology.workloads.map(w => w.name).join(', ') || '(the topology has none)'}`,
  )
}

const isCount = (n: number): boolean => Number.isInteger(n) && n >= 0

function checkWorkload({ name, modules, replicas, flags, gracePeriod, memoryLimit = 1, cpuLimit = 1 }: Workload): void {
  if (!/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/.test(name)) {
    throw new UsageError(`"${name}" can not name a workload`, 'Kubernetes wants lower-case letters, digits and dashes')
  }
  const unknown = modules.filter(module => !components.includes(module))
  if (modules.length === 0 || unknown.length > 0 || new Set(modules).size < modules.length) {
    throw new UsageError(
      `workload ${name} has the modules [${modules.join(', ')}]`,
      `name one or more of ${components.join(', ')}, each once`,
    )
  }
  if (!isCount(replicas)) {
    throw new UsageError(`workload ${name} can not have ${replicas} replicas`, 'give a whole number from 0 up')
  }
  if (!(gracePeriod >= 0)) {
    throw new UsageError(`workload ${name} can not have a grace period of ${gracePeriod} ms`, 'give 0 or more')
  }
  if (!(memoryLimit > 0)) {
    throw new UsageError(`workload ${name} can not have a memory limit of ${memoryLimit} bytes`, 'give 1 or more')
  }
  if (!(cpuLimit > 0)) {
    throw new UsageError(`workload ${name} can not have a limit of ${cpuLimit} cores`, 'give more than 0')
  }
  const dashed = Object.keys(flags).find(flag => flag.startsWith('-') || flag === '')
  if (dashed !== undefined) {
    throw new UsageError(`workload ${name} has the flag "${dashed}"`, 'name flags without the leading dash')
  }
}

function checkRoutes(topology: Topology): void {
  for (const apiGroup of apiGroups) {
    const route = topology.routes[apiGroup]
    for (const name of route) {
      const { modules } = workloadNamed(topology, name)
      if (!served(modules).includes(apiGroup)) {
        const able = components.filter(component => catalogue[component].serves.includes(apiGroup))
        throw new UsageError(
          `${apiGroup} are routed to ${name}, which runs ${modules.join(', ')}`,
          `route them to a workload that runs ${able.join(' or ')}`,
        )
      }
    }
    if (new Set(route).size < route.length) {
      throw new UsageError(`${apiGroup} are routed to the same workload twice: ${route.join(', ')}`, 'name each once')
    }
  }
}

/**
 * A ring that spreads over zones needs every member's zone. The other way round, members with a zone in a ring that ignores it are
 * either forgotten awareness or a step of Mimir's own migration to zones; the latter says `zone_awareness_enabled: false` in so many words.
 */
function checkZones(topology: Topology, component: Component, ring: string): void {
  const aware = at(topology.config, `${ring}.zone_awareness_enabled`)
  const members = topology.workloads.filter(workload => workload.modules.includes(component))
  const zoned = members.filter(workload => workload.zone !== undefined)
  const bare = members.filter(workload => workload.zone === undefined)
  const list = (workloads: Workload[]) => workloads.map(workload => workload.name).join(', ')
  if (aware === undefined && zoned.length > 0) {
    throw new UsageError(
      `${ring} would have members with a zone (${list(zoned)}), but ${ring}.zone_awareness_enabled is not set`,
      'set it to true, or to false where the zones are to be ignored for now',
    )
  }
  if (aware === true && bare.length > 0) {
    throw new UsageError(
      `the zone-aware ${ring} would have members without a zone (${list(bare)})`,
      `give them one, or set ${ring}.zone_awareness_enabled to false`,
    )
  }
}
