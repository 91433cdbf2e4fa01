import { z } from 'zod'
import type { Dataset } from './dataset.ts'
import type { ReadEvent, WriteEvent } from './events.ts'
import { pathNames } from './path-names.ts'

/** What is demanded for a tenant that is not like every other. */
export const Role = z.object({
  /** A request that a limit refuses (429) is no failure, and some must have been refused. */
  expectsLimits: z.boolean(),
  /** Milliseconds without a success, by path, over those of the run. */
  objectives: z.partialRecord(z.enum(pathNames), z.number().positive()),
})
export type Role = z.infer<typeof Role>

/** What of a run says who its tenants are. */
interface Tenants {
  dataset: Dataset
  roles: Readonly<Record<string, Role>>
}

/** The role of a tenant, by its index in the data set; undefined where it is like every other. */
export const roleOf = ({ dataset, roles }: Tenants, tenant: number): Role | undefined => roles[dataset.tenants[tenant]!]

/** Whether a client of this tenant got what it has to expect: a success, or the limit that its role expects. */
export const succeeded = (run: Tenants, { tenant, outcome }: WriteEvent | ReadEvent): boolean =>
  outcome === 'acked' || outcome === 'ok' || (outcome === 'limited' && roleOf(run, tenant)?.expectsLimits === true)
