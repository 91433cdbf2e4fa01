import { type Dataset, stripesOf } from '../history/dataset.ts'
import type { Role } from '../history/roles.ts'
import type { Demands, TenantDemands } from './demands.ts'

/** A value of a setting, as YAML has it. */
type Setting = string | number | boolean | readonly Setting[] | { readonly [key: string]: Setting }

/** What a tenant is in a scenario. What is left out is as for every tenant. */
export interface TenantRole {
  /** Series of this tenant. Default: those of the load. */
  series?: number
  /** Its write requests per second. Default: those of the load. */
  writesPerSecond?: number
  /** The product's own settings for this tenant alone, over those of the topology. They hold from the start. */
  overrides?: Readonly<Record<string, Setting>>
  /**
   * Its requests may be refused by a limit (429). A limited request is no failure then; and where none was limited, nothing of that was tested and the
   * verdict is unknown. Default false: a limited request has failed.
   */
  expectsLimits?: boolean
  /** What is demanded for this tenant in place of what is steady. Phases that demand less hold for it, too. */
  objectives?: Demands
}

/** The tenants of a scenario: their names, where all are alike, or the role of each by name. */
export type Tenants<Name extends string = string> = readonly Name[] | Readonly<Record<Name, TenantRole>>

/** The load of a scenario. */
export interface LoadSpec<Tenant extends string = string> {
  tenants: Tenants<Tenant>
  /** Series of each tenant whose role says nothing of it. */
  series: number
  /** Write requests of such a tenant per second; each carries its share of the series. Below 1, every series of the run has its samples as rarely. */
  writesPerSecond: number
}

const isList = (tenants: Tenants): tenants is readonly string[] => Array.isArray(tenants)

/** Each tenant with its role; one that is only named has an empty one. */
export const rolesOf = (tenants: Tenants): [name: string, role: TenantRole][] =>
  isList(tenants) ? tenants.map(name => [name, {}]) : Object.entries(tenants)

export const namesOf = (tenants: Tenants): string[] => rolesOf(tenants).map(([name]) => name)

/**
 * What the ledger writes for a load; the epoch is set when the load starts.
 * @param thinning how many times fewer requests than the load says carry the same samples
 */
export function datasetOf({ tenants, series, writesPerSecond }: LoadSpec, thinning: number): Dataset {
  const interval = Math.round(1000 / Math.min(1, writesPerSecond))
  const shards = (perSecond: number) => Math.max(1, Math.round((perSecond * interval) / 1000 / thinning))
  const own = rolesOf(tenants)
    .filter(([, role]) => role.series !== undefined || role.writesPerSecond !== undefined)
    .map(([name, role]) => [
      name,
      { series: role.series ?? series, shards: shards(role.writesPerSecond ?? writesPerSecond) },
    ])
  return {
    tenants: namesOf(tenants),
    series,
    shards: shards(writesPerSecond),
    ...(own.length > 0 && { own: Object.fromEntries(own) }),
    interval,
    epoch: 0,
    ...(thinning > 1 && { thinning }),
  }
}

/** What the checks have to know of tenants, by name; of one that is like every other they need to know nothing. */
export const judgedRoles = (tenants: Tenants): Record<string, Role> =>
  Object.fromEntries(
    rolesOf(tenants)
      .filter(([, role]) => role.expectsLimits)
      .map(([name]) => [name, { expectsLimits: true }]),
  )

/** What is demanded for the tenants that are not like every other. */
export const tenantDemands = (tenants: Tenants, dataset: Dataset): TenantDemands[] =>
  rolesOf(tenants).flatMap(([name, { objectives, series, writesPerSecond }], tenant) => {
    const isOther = series !== undefined || writesPerSecond !== undefined
    if (!isOther && objectives === undefined) return []
    return [{ name, demands: objectives ?? {}, ...(isOther && { writeSpacing: apart(dataset, tenant) }) }]
  })

/** Milliseconds between two writes of a tenant that is like every other. */
export const writeSpacing = ({ own: _, ...dataset }: Dataset): number => apart(dataset, 0)

const apart = (dataset: Dataset, tenant: number): number => dataset.interval / stripesOf(dataset, tenant).length
