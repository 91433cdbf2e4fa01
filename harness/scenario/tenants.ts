import type { Cluster } from '../cluster/cluster.ts'
import type { JudgedFaultKind } from '../faults/fault-kinds.ts'
import type { Role } from '../history/roles.ts'
import type { TenantSpacing, WantedLoad } from '../load/client.ts'
import { loadAt } from '../load/usual-rate.ts'
import { UsageError } from '../util/errors.ts'
import type { Demands, TenantDemands } from './demands.ts'
import type { Settings, Subject } from './subject.ts'

/** What a tenant is in a scenario. What is left out is as for every tenant. */
export interface TenantRole {
  /** Series of this tenant. Default: those of the load. */
  series?: number
  /** Its write requests per second. Default: those of the load. */
  writesPerSecond?: number
  /** The product's own settings for this tenant alone, over those of the topology. They hold from the start. */
  overrides?: Settings
  /**
   * Its requests may be refused by a limit (429). A limited request is no failure then; and where none was limited, nothing of that was tested and the
   * verdict is unknown. Default false: a limited request has failed.
   */
  expectsLimits?: boolean
  /** What is demanded for this tenant in place of what is steady. Phases that demand less hold for it, too. */
  objectives?: Demands
  /** What is demanded even less of this tenant while a fault lasts, by the fault's kind: it is the one that is hit. */
  faults?: Readonly<Partial<Record<JudgedFaultKind, Demands>>>
}

/** The tenants of a scenario: their names, where all are alike, or the role of each by name. */
export type Tenants<Name extends string = string> = readonly Name[] | Readonly<Record<Name, TenantRole>>

/** The load of a scenario. */
export interface LoadSpec<Tenant extends string = string> {
  tenants: Tenants<Tenant>
  /**
   * Chooses the names of these tenants once the pods serve, and before anything is written: who shares pods with whom follows from the name and from what pods
   * draw when they start. run.json has the chosen names, in the order of these.
   * @returns the name for each of these
   */
  choose?(cluster: Cluster, tenants: readonly Tenant[]): Promise<Readonly<Record<Tenant, string>>>
  /** Series of each tenant whose role says nothing of it. Default: as the rate of the run has it (`--rate`), 1,005 with three tenants on two cores. */
  series?: number
  /**
   * Write requests of such a tenant per second; each carries its share of the series. Below 1, every series of the run has its samples as rarely.
   * Default: as the rate of the run has it, 67 with three tenants on two cores.
   */
  writesPerSecond?: number
}

const isList = (tenants: Tenants): tenants is readonly string[] => Array.isArray(tenants)

/** The same tenants under other names. @throws UsageError where one has none, or two have the same */
export function renamed(tenants: Tenants, names: Readonly<Record<string, string>>): Tenants {
  const chosen = namesOf(tenants).map(name => names[name] ?? refuseTenant(`tenant ${name} was given no name`))
  const twice = chosen.find((name, i) => chosen.indexOf(name) < i)
  if (twice !== undefined) refuseTenant(`two tenants were called ${twice}`)
  return isList(tenants) ? chosen : Object.fromEntries(rolesOf(tenants).map(([, role], i) => [chosen[i]!, role]))
}

function refuseTenant(what: string): never {
  throw new UsageError(what, 'mend `load.choose` of the scenario')
}

/** Each tenant with its role; one that is only named has an empty one. */
export const rolesOf = (tenants: Tenants): [name: string, role: TenantRole][] =>
  isList(tenants) ? tenants.map(name => [name, {}]) : Object.entries(tenants)

export const namesOf = (tenants: Tenants): string[] => rolesOf(tenants).map(([name]) => name)

/** What signals are told of a load. @param rate samples a second, all tenants together, where the load does not say how much that is */
export const wantedLoad = ({ tenants, series, writesPerSecond }: LoadSpec, rate: number): WantedLoad => ({
  ...loadAt(rate, namesOf(tenants).length),
  ...(series !== undefined && { series }),
  ...(writesPerSecond !== undefined && { writesPerSecond }),
  tenants: rolesOf(tenants).map(([name, role]) => ({
    name,
    ...(role.series !== undefined && { series: role.series }),
    ...(role.writesPerSecond !== undefined && { writesPerSecond: role.writesPerSecond }),
    ...(role.expectsLimits && { expectsLimits: true }),
  })),
})

/** What the checks have to know of tenants, by name; of one that is like every other they need to know nothing. */
export const judgedRoles = (tenants: Tenants): Record<string, Role> =>
  Object.fromEntries(
    rolesOf(tenants)
      .filter(([, role]) => role.expectsLimits)
      .map(([name]) => [name, { expectsLimits: true }]),
  )

/** What is demanded for the tenants that are not like every other. @param spacing of those whose operations are as far apart as no other's */
export const tenantDemands = (tenants: Tenants, spacing: TenantSpacing): TenantDemands[] =>
  rolesOf(tenants)
    .filter(([name, { objectives, faults }]) => objectives !== undefined || faults !== undefined || name in spacing)
    .map(([name, { objectives = {}, faults }]) => ({
      name,
      demands: objectives,
      ...(faults && { faults }),
      ...(spacing[name] && { spacing: spacing[name] }),
    }))

/** Settings that several need, by tenant; of two for one thing the later. */
export const together = (all: readonly Readonly<Record<string, Settings>>[]): Record<string, Settings> => {
  const byTenant = Map.groupBy(all.flatMap(Object.entries<Settings>), ([tenant]) => tenant)
  return Object.fromEntries(
    [...byTenant].map(([tenant, own]) => [tenant, Object.assign({}, ...own.map(([, settings]) => settings))]),
  )
}

/** Settings of tenants that have some of their own, by name: those of their roles, over what signals need. @param needed by tenant */
export const overridesOf = (
  tenants: Tenants,
  needed: Readonly<Record<string, Settings>> = {},
): Record<string, Settings> => {
  const own = rolesOf(tenants).map(([name, { overrides }]): [string, Settings] => [
    name,
    { ...needed[name], ...overrides },
  ])
  return Object.fromEntries(own.filter(([, settings]) => Object.keys(settings).length > 0))
}

/** The topology with the settings that single tenants have. @param overrides by tenant */
export const withTenants = (
  subject: Subject,
  topology: unknown,
  overrides: Readonly<Record<string, Settings>>,
): unknown => Object.entries(overrides).reduce((made, [name, own]) => subject.withOverrides!(made, name, own), topology)
