import { z } from 'zod'
import { ToldTable } from './events.ts'
import { RUN_SCHEMA } from './run-info.ts'

/** valid: proved. invalid: disproved. unknown: the run can not tell; never green. */
export const Verdict = z.enum(['valid', 'invalid', 'unknown'])
export type Verdict = z.infer<typeof Verdict>

const gravity: Record<Verdict, number> = { valid: 0, unknown: 1, invalid: 2 }

/** The worst of several verdicts: one disproof decides, one doubt spoils a proof, and nothing at all is a doubt. */
export const worst = (verdicts: Verdict[]): Verdict =>
  verdicts.reduce<Verdict>((a, b) => (gravity[b] > gravity[a] ? b : a), verdicts.length === 0 ? 'unknown' : 'valid')

/** Process exit codes; 2 is usage or environment, 130 interrupted. */
export const exitCode: Record<Verdict, number> = { valid: 0, invalid: 1, unknown: 3 }

/** Of requests that failed, or were answered wrong: how many a pod answered, or was to. `none`: no pod was ready; `gateway`: an injected defect answered. */
const Answered = z.object({
  pod: z.string(),
  unanswered: z.literal(true).optional(),
  requests: z.number().int(),
})
export type Answered = z.infer<typeof Answered>

export const Evidence = z.object({
  /** What happened, e.g. lost | stale | corrupt | phantom | duplicate | window | foreign | gap | gate | fault | step | died ... */
  kind: z.string(),
  /** One sentence a person can act on: tenant, series, interval, expected, got, the step and fault at that moment. */
  text: z.string(),
  /** Where on the timeline (ms). */
  from: z.number().optional(),
  to: z.number().optional(),
  /** When it was found, where that is later: what happened until then may be its cause. */
  foundAt: z.number().optional(),
  tenant: z.string().optional(),
  /** Who answered the requests that failed or were answered wrong, as far as it is known. */
  answered: z.array(Answered).optional(),
  /** What else happened to pods, routes and rings then, in one line. */
  meanwhile: z.string().optional(),
  /** Whose logs may tell more of that time. */
  pods: z.array(z.string()).optional(),
  /** Where it stands for several that say the same: of whom each is, and when. */
  alike: z
    .array(z.object({ tenant: z.string().optional(), from: z.number().optional(), to: z.number().optional() }))
    .optional(),
  /** Lines of a log that belong to it, the last ones. */
  lines: z.array(z.string()).optional(),
  /** Machine-readable details of this kind. */
  data: z.record(z.string(), z.unknown()).optional(),
})
export type Evidence = z.infer<typeof Evidence>

/** From which rate or length on a defect would have been seen. */
export const Exclusion = z.object({
  /** What kind of defect, in words: `lost write requests`. */
  kind: z.string(),
  /**
   * ratio: the share of all that is as it should not be is below the bound, with 95 % confidence. ms: what lasts longer than the bound would have been seen.
   * per_hour: it happens less often than this, with 95 % confidence.
   */
  unit: z.enum(['ratio', 'ms', 'per_hour']),
  bound: z.number(),
  /** Which part of the run, where it is not the whole: the worst tenant, a phase. */
  of: z.string().optional(),
})
export type Exclusion = z.infer<typeof Exclusion>

export const Finding = z.object({
  check: z.string(),
  verdict: Verdict,
  /** One line. A zero comes with its resolution. */
  summary: z.string(),
  /** What could not be measured, a part of the summary: gaps that CPU pressure on the host explains, and times that nobody observed. */
  uncertainty: z.string().optional(),
  evidence: z.array(Evidence),
})
export type Finding = z.infer<typeof Finding>

/** verdict.json, version 2. */
export const VerdictFile = z.object({
  schema: z.literal(RUN_SCHEMA),
  scenario: z.string(),
  control: z.string().optional(),
  /** Which of the scenario's variants was run. */
  variant: z.string().optional(),
  /** Faults that the command line asked for, as it did: `kill-pod@2`. */
  requestedFaults: z.array(z.string()).optional(),
  provider: z.string(),
  seed: z.number().int(),
  versions: z.record(z.string(), z.string()),
  verdict: Verdict,
  /** For a control: whether it came out invalid (or unknown) for the reason it states. */
  asExpected: z
    .object({
      met: z.boolean(),
      /** Not met, and nobody can tell whether it would have been on a machine with time to spare. */
      untold: z.literal(true).optional(),
      expected: z.string(),
      got: z.string(),
    })
    .optional(),
  findings: z.array(Finding),
  /** What the checks that are valid exclude. A valid verdict has some of each kind. */
  excludes: z.array(Exclusion).default([]),
  /** Expressions that the document which is followed prints, and a real Prometheus refuses. They are told, and judge nothing: no fault of the subject's. */
  misprints: z.array(z.object({ where: z.string(), expr: z.string(), refusal: z.string() })).default([]),
  /** What steps told: predicted beside seen. */
  tables: z.array(ToldTable).default([]),
  steps: z.array(z.object({ step: z.string(), outcome: z.string(), seconds: z.number() })),
  faults: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      requested: z.string().optional(),
      pods: z.array(z.string()),
      outcome: z.string(),
      proof: z.string(),
    }),
  ),
  /** Measured numbers with their unit in the name: `acked_samples`, `write_p99_ms`, `harness_cpu_percent`. */
  numbers: z.record(z.string(), z.number()),
  /** Names of the numbers that people compare between runs. */
  compared: z.array(z.string()),
  notCovered: z.array(z.string()),
  repeat: z.string(),
})
export type VerdictFile = z.infer<typeof VerdictFile>

/** not told: the verdict is unknown, or what would have been the reason of a control could not be measured. */
export type CameOut = 'as expected' | 'not as expected' | 'not told'

/** What a run that came out so counts as: in the exit code, and by its sign and colour. */
export const countsAs: Record<CameOut, Verdict> = {
  'as expected': 'valid',
  'not as expected': 'invalid',
  'not told': 'unknown',
}

/** Whether a run came out as it has to: a control as it declares, anything else valid. */
export function cameOut({ verdict, asExpected }: Pick<VerdictFile, 'verdict' | 'asExpected'>): CameOut {
  if (asExpected ? asExpected.met : verdict === 'valid') return 'as expected'
  return verdict === 'unknown' || asExpected?.untold ? 'not told' : 'not as expected'
}
