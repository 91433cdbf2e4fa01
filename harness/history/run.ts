import { z } from 'zod'
import { Dataset } from './dataset-schema.ts'
import { pathNames } from './path-names.ts'
import { Role } from './roles.ts'

/** fast: what takes hours in production happens in minutes, by settings that the run lists. real: production's own. */
const Pace = z.enum(['fast', 'real'])
export type Pace = z.infer<typeof Pace>

/** What a scenario demands of availability, latency and visibility. All times in milliseconds. */
export const Budget = z.object({
  /**
   * How long a path may stay without a success before it counts as a window of downtime. It can not be smaller than about
   * twice the probe spacing: below that, a gap proves nothing.
   */
  unavailable: z.number().positive().default(200),
  /** The same for paths where a fault is known to cost latency, e.g. `{ instant: 5000 }` while reads hedge. */
  perPath: z.partialRecord(z.enum(pathNames), z.number().positive()).default({}),
  /**
   * How much longer than allowed a time without a success may be when the harness's own machine explains it (no CPU). It is told as
   * the resolution then; what is longer makes the verdict unknown.
   */
  blur: z.number().min(0).default(2000),
  /** An acked sample must be in every read that begins this much after its ack. 0 = read your writes. */
  visibility: z.number().min(0).default(0),
  /** Failed operations of a path and tenant, as a part of all of them, that are allowed. 0: any failure is a finding. */
  errorRatio: z.number().min(0).max(1).default(0),
  /** Longest allowed time between two evaluations of the recording rule. */
  ruleGap: z.number().positive().default(5000),
  /**
   * For how long, over the whole run, two rulers may have evaluated one rule group at once. A ruler looks at its ring every 5 s (Mimir:
   * pkg/ruler/ruler.go), so each change of rulers may take that long. Left out, it is told and not judged.
   */
  ruleOverlap: z.number().min(0).optional(),
  /**
   * For how long an alert may be absent from answers. Alertmanagers share silences and notification logs, but not alerts: one that is new has
   * none until rulers send them again (-ruler.resend-delay, 5 s at pace fast), and every read is answered by whoever answers first (Mimir:
   * pkg/alertmanager/multitenant.go, the ring's replication strategy). 0 excuses nothing.
   */
  alertsAbsent: z.number().min(0).default(0),
  /**
   * How much later than repeat_interval and group_interval allow a notification may come. An Alertmanager waits 15 s for each replica before
   * it (-alertmanager.peer-timeout) and looks at its ring every 5 s ± 20 % (Mimir: pkg/alertmanager/alertmanager_ring.go).
   */
  notificationDelay: z.number().min(0).default(21_000),
})
export type Budget = z.infer<typeof Budget>

/** What a run must have seen for its verdict to mean anything. */
export const Sufficiency = z.object({
  ackedSamples: z.number().default(1000),
  /** Per tenant and path: successful operations before, during and after the faults together. */
  operations: z.number().default(3),
  /** Every fault of the scenario, as declared, must have been proved effective and recovered. */
  faults: z.array(z.string()).default([]),
  /** Steps that must have been done, in order. */
  steps: z.array(z.string()).default([]),
  /** Every acked sample was to be read from blocks alone, too. */
  storeRead: z.boolean().default(false),
})
export type Sufficiency = z.infer<typeof Sufficiency>

/** Where a binary was had from: what was downloaded for this command has the address of the server, or of the mirror. */
export const Binary = z.discriminatedUnion('source', [
  z.object({ source: z.enum(['given', 'PATH', 'cache', 'build']), path: z.string() }),
  z.object({ source: z.literal('download'), base: z.string(), path: z.string() }),
])
export type Binary = z.infer<typeof Binary>

/** run.json: what was run, with what, on what. Written before the first event, completed at the end. */
export const RunInfo = z.object({
  schema: z.literal(1),
  id: z.string(),
  scenario: z.string(),
  /** The scenario's file. */
  file: z.string().optional(),
  title: z.string(),
  /** One sentence: what a valid verdict proves. */
  proves: z.string(),
  control: z.string().optional(),
  /** Which of the scenario's readings of its documents was run, where it has several. */
  reading: z.string().optional(),
  /** Faults that the command line asked for, as it did: `kill-pod@2`. */
  faultsAsked: z.array(z.string()).default([]),
  provider: z.string(),
  pace: Pace,
  seed: z.number().int(),
  /** The command that repeats this run. */
  command: z.string(),
  startedAt: z.number(),
  versions: z.record(z.string(), z.string()),
  /** Binaries that this machine had or got, by tool. */
  binaries: z.record(z.string(), Binary).default({}),
  /** Images that pods and nodes were made of, by what they hold. */
  images: z.record(z.string(), z.string()).default({}),
  host: z.object({
    os: z.string(),
    cpus: z.number(),
    memory: z.number(),
    isolation: z.string(),
    addresses: z.string(),
  }),
  dataset: Dataset,
  /** Tenants that are not like every other, by name. */
  roles: z.record(z.string(), Role).default({}),
  /** Milliseconds between two probes of a path and tenant; of writes, those of the tenant with the fewest. */
  spacing: z.record(z.string(), z.number()),
  budget: Budget,
  sufficiency: Sufficiency,
  /** What was to work beside the ledger and the probers, by name: where it left no record, that is a doubt and not an absence. */
  companions: z.array(z.string()).default([]),
  /** Seconds of the recording rule's interval, and its name. */
  rule: z.object({ record: z.string(), interval: z.number() }).optional(),
  /** Every setting that differs from Mimir's default: flag or YAML path -> [default, value]. */
  settings: z.record(z.string(), z.object({ default: z.string(), value: z.string(), why: z.string() })).default({}),
  /** What this run left out on purpose, in sentences ("the store was not read alone: ..."). */
  leftOut: z.array(z.string()).default([]),
})
export type RunInfo = z.infer<typeof RunInfo>
