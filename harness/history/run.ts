import { z } from 'zod'
import { Dataset } from './dataset-schema.ts'
import { Objectives } from './objectives.ts'
import { Role } from './roles.ts'

/** fast: what takes hours in production happens in minutes, by settings that the run lists. real: production's own. */
const Pace = z.enum(['fast', 'real'])
export type Pace = z.infer<typeof Pace>

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

/** The version of run.json. 2: objectives in place of a budget, and a steady state before the first step. */
export const RUN_SCHEMA = 2

/** run.json: what was run, with what, on what. Written before the first event, completed at the end. */
export const RunInfo = z.object({
  schema: z.literal(RUN_SCHEMA),
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
  objectives: Objectives,
  /** Seconds of load between its begin and the first step. */
  steadyState: z.number().min(0),
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
