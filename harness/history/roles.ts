import { z } from 'zod'

/** What a client of a tenant that is not like every other has to expect. What is demanded for it the objectives say. */
export const Role = z.object({
  /** A request that a limit refuses (429) is no failure, and some must have been refused. */
  expectsLimits: z.boolean(),
})
export type Role = z.infer<typeof Role>

/** What of a run says who its tenants are. */
interface Tenants {
  tenants: readonly string[]
  roles: Readonly<Record<string, Role>>
}

/** The role of a tenant, by its index; undefined where it is like every other. */
export const roleOf = ({ tenants, roles }: Tenants, tenant: number): Role | undefined => roles[tenants[tenant]!]

/** Whether a client of this tenant got what it has to expect: a success, a refusal of what must be refused, or the limit that its role expects. */
export const succeeded = (run: Tenants, { tenant, outcome }: { tenant: number; outcome: string }): boolean =>
  ['acked', 'ok', 'refused'].includes(outcome) || (outcome === 'limited' && roleOf(run, tenant)?.expectsLimits === true)
