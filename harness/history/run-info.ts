import { z } from 'zod'
import { Assertion } from './assertion.ts'
import { Objectives } from './objective.ts'
import { Role } from './roles.ts'

/** fast: what takes hours in production happens in minutes, by settings that the run lists. real: production's own. */
const Pace = z.enum(['fast', 'real'])
export type Pace = z.infer<typeof Pace>

/** What a run must have seen for its verdict to mean anything. */
export const RequiredCoverage = z.object({
  /** Per tenant and path: successful operations before, during and after the faults together. */
  operations: z.number().default(3),
  /** Every fault of the scenario, as expected, must have been proved effective and recovered. */
  faults: z.array(z.string()).default([]),
  /** Steps that must have been done, in order. */
  steps: z.array(z.string()).default([]),
})
export type RequiredCoverage = z.infer<typeof RequiredCoverage>

/** Where a binary was had from: what was downloaded for this command has the address of the server, or of the mirror. */
export const Binary = z.discriminatedUnion('source', [
  z.object({ source: z.enum(['given', 'PATH', 'cache', 'build']), path: z.string() }),
  z.object({ source: z.literal('download'), base: z.string(), path: z.string() }),
])
export type Binary = z.infer<typeof Binary>

/** What an installation of the subject has and a run does not. */
export const Deviation = z.object({
  /** A setting, or a part of the shape. */
  what: z.string(),
  installed: z.string(),
  here: z.string(),
  why: z.string(),
})
export type Deviation = z.infer<typeof Deviation>

/**
 * The version of run.json and of verdict.json. 2: objectives, a steady state before the first step, subjects and signals. 3: roles of tenants, and the names of
 * the glossary.
 */
export const RUN_SCHEMA = 3

/** run.json but for what signals add to it: what was run, with what, on what. Written before the first event, completed at the end. */
export const RunFile = z.object({
  schema: z.literal(RUN_SCHEMA),
  id: z.string(),
  scenario: z.string(),
  /** The scenario's file. */
  file: z.string().optional(),
  title: z.string(),
  /** One sentence: what a valid verdict proves. */
  proves: z.string(),
  control: z.string().optional(),
  /** Which of the scenario's variants of its documents was run, where it has several. */
  variant: z.string().optional(),
  /** Faults that the command line asked for, as it did: `kill-pod@2`. */
  requestedFaults: z.array(z.string()).default([]),
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
    sandbox: z.string(),
    addresses: z.string(),
  }),
  /** The product under test: its name, and what people call it. */
  subject: z.object({ name: z.string(), title: z.string() }),
  /** light: less than a third of the requests, where the machine can not carry more; the resolution is as coarse. */
  load: z.enum(['full', 'light']),
  /** Names of the tenants. */
  tenants: z.array(z.string()).min(1),
  /** Tenants that are not like every other, by name. */
  roles: z.record(z.string(), Role).default({}),
  /** When the load began; 0 before. */
  loadBegin: z.number(),
  /** Milliseconds between two probes of a path and tenant. */
  spacing: z.record(z.string(), z.number()),
  /** The same of single tenants whose load is another: by tenant, then by path. */
  tenantSpacing: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  objectives: Objectives,
  /** What the metrics must meet, in PromQL. */
  assertions: z.array(Assertion).default([]),
  /** Seconds of load between its begin and the first step. */
  steadyState: z.number().min(0),
  coverage: RequiredCoverage,
  /** The signals of the run, by name: where one left no record, that is a doubt and not an absence. */
  signals: z.array(z.string()),
  /** Every setting that differs from the program's default: flag or YAML path -> [default, value]. */
  settings: z.record(z.string(), z.object({ default: z.string(), value: z.string(), why: z.string() })).default({}),
  /** In what the pods and their settings differ from what people install, and why. */
  deviations: z.array(Deviation).default([]),
  /** What this run left out on purpose, in sentences ("the store was not read alone: ..."). */
  notCovered: z.array(z.string()).default([]),
})

export type RunFile = z.infer<typeof RunFile>

/** run.json. A signal adds its own fields by declaration merging, and gives the schemas of them in `fields` (signal.ts). */
export interface RunInfo extends RunFile {}
