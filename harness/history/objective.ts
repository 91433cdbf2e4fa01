import { z } from 'zod'

/** What is demanded of a path at a moment. Times are milliseconds. */
export const Objective = z.object({
  /** The longest time without a success. */
  longestGap: z.number().positive(),
  /** The median time from due to end, of each stripe of the series. */
  latency: z.number().positive(),
  /** Part of all operations that may fail. 0: any failure is a finding. */
  errorRatio: z.number().min(0).max(1),
  /** The age from which an acked sample must be in every answer; 0: read your writes. */
  readableAfter: z.number().min(0),
})
export type Objective = z.infer<typeof Objective>

/** Some fields of the objectives of some paths. */
const PathObjectives = z.record(z.string(), Objective.partial())
export type PathObjectives = z.infer<typeof PathObjectives>

/** What holds in a fault or step in place of what is steady, where it demands less, why, and how many milliseconds longer than that lasts. */
const Phase = z.object({
  because: z.string(),
  paths: PathObjectives,
  tail: z.number().min(0),
  /** By the tenant's name, what is demanded even less of it. */
  tenants: z.record(z.string(), PathObjectives).optional(),
})

/** What a scenario demands of a run: all the time, during faults and steps, and for single tenants. */
export const Objectives = z.object({
  steady: z.record(z.string(), Objective),
  /** By the fault's kind: from its injection to its proved recovery, and its tail. */
  faults: z.record(z.string(), Phase),
  /** By the step's name: from its begin to its end, and its tail. */
  steps: z.record(z.string(), Phase),
  /** By the tenant's name, in place of what is steady. */
  tenants: z.record(z.string(), PathObjectives),
  /** What signals allow beside that, by name: milliseconds over the whole run. One that is not there is told and not judged. */
  allowances: z.record(z.string(), z.number().min(0)),
})
export type Objectives = z.infer<typeof Objectives>
