import { z } from 'zod'
import { ProviderConfig } from '../cluster/provider-config.ts'
import { Binary } from '../history/run-info.ts'

/** What the harness tells the process that carries out a run: everything, so that the run depends on nothing else. */
export const Plan = z.object({
  id: z.string(),
  /** The scenario's file. */
  file: z.string(),
  control: z.string().optional(),
  /** Which of the scenario's variants; the first one where it is left out. */
  variant: z.string().optional(),
  /** Faults that were asked for, as the command line has them. */
  faults: z.array(z.string()).default([]),
  /** Where to stop until somebody lets it go on, as the command line has it. */
  pause: z.string().optional(),
  folder: z.string(),
  scratch: z.string(),
  providerConfig: ProviderConfig,
  pace: z.enum(['fast', 'real']),
  seed: z.number().int(),
  /** light: less than a third of the requests, with the same samples, for machines that can not carry more. */
  load: z.enum(['full', 'light']),
  /** Samples a second of all tenants together, where a scenario does not say its own. */
  rate: z.number().int(),
  /** The program under test. */
  program: z.object({ version: z.string(), revision: z.string() }),
  prometheus: z.object({ version: z.string() }),
  /** Versions of what else is part of the place, by name. */
  others: z.record(z.string(), z.string()),
  /** Where binaries are from, by tool. */
  binaries: z.record(z.string(), Binary),
  /** Binaries that signals run, by tool. */
  programs: z.record(z.string(), z.string()),
  /** Values of the signals' parameters, by flag. */
  parameters: z.record(z.string(), z.union([z.number(), z.boolean()])),
  command: z.string(),
})
export type Plan = z.infer<typeof Plan>

/** What comes back, in order. `usage` and `failed` end it. */
export const Report = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), step: z.string() }),
  z.object({ type: z.literal('progress'), text: z.string() }),
  z.object({ type: z.literal('end'), step: z.string(), ok: z.boolean(), detail: z.string().optional() }),
  z.object({
    type: z.literal('paused'),
    where: z.string(),
    reachable: z.array(z.object({ name: z.string(), host: z.string(), port: z.number(), path: z.string() })),
  }),
  z.object({ type: z.literal('usage'), what: z.string(), fix: z.string() }),
  z.object({ type: z.literal('failed'), what: z.string() }),
])
export type Report = z.infer<typeof Report>
