import { parse } from 'yaml'
import { z } from 'zod'

// Strict: what is not known here would change what a line does, and must not be passed over.
const Step = z.union([
  z.strictObject({
    uses: z.string(),
    if: z.string().optional(),
    with: z.unknown().optional(),
    name: z.string().optional(),
  }),
  z.strictObject({ run: z.string(), if: z.string().optional(), name: z.string().optional() }),
])

const Matrix = z.strictObject({ include: z.array(z.record(z.string(), z.string())) })

const Workflow = z.object({
  jobs: z.record(
    z.string(),
    z.strictObject({
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      strategy: z.strictObject({ 'fail-fast': z.boolean(), matrix: Matrix }).optional(),
      steps: z.array(Step),
    }),
  ),
})

/** When a step is done; `failure`: only when one before it has failed. */
type When = 'success' | 'always' | 'failure'

/** A step of a workflow. */
export type Line = { job: string; when: When } & ({ run: string } | { uses: string })

/**
 * The steps of a workflow in their order, once for each entry of a job's matrix; those that are done even after a failure at the end. A line that
 * was there before, in another job or for another entry, is left out: it would do the same again.
 * @throws Error for what this reader does not know: a line must not do something else here than there.
 */
export function linesOf(yaml: string): Line[] {
  const { jobs } = Workflow.parse(parse(yaml))
  const all = Object.entries(jobs).flatMap(([job, { strategy, steps }]) =>
    (strategy?.matrix.include ?? [{}]).flatMap((entry: Record<string, string>) =>
      steps.map((step): Line => {
        const when = whenOf(step.if)
        return 'run' in step ? { job, when, run: expanded(step.run, entry) } : { job, when, uses: step.uses }
      }),
    ),
  )
  const inOrder = [...all.filter(({ when }) => when === 'success'), ...all.filter(({ when }) => when !== 'success')]
  return [...Map.groupBy(inOrder, line => ('run' in line ? line.run : line.uses)).values()].map(([first]) => first!)
}

function whenOf(condition = 'success()'): When {
  const when = /^(success|always|failure)\(\)$/.exec(condition)?.[1]
  if (when === undefined) throw new Error(`if: ${condition} is not known here`)
  return when as When
}

function expanded(run: string, entry: Record<string, string>): string {
  return run.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const value = expression.startsWith('matrix.') ? entry[expression.slice('matrix.'.length)] : undefined
    if (value === undefined) throw new Error(`\${{ ${expression} }} is not known here`)
    return value
  })
}

/** What this machine has that some lines need. */
export interface Abilities {
  /** Whether a Docker engine answers. */
  docker: boolean
}

export interface Wishes {
  /** Runs of scenarios check everything and start nothing, and mutants are only listed. */
  dry: boolean
  /** But for these, which run for real. */
  real?: string | undefined
  /** Leave out lines that do not contain this; dependencies are installed all the same. */
  only?: string | undefined
}

/** What is done about a line here: the script that bash is given, or why it is not run. */
export type Todo = { script: string } | { notRun: string }

/** @returns what is done about a line. */
export function todoOf(line: Line, { dry, real, only }: Wishes, { docker }: Abilities): Todo {
  if ('uses' in line) return { notRun: 'an action of GitHub' }
  if (/\bsudo\b/.test(line.run)) return { notRun: 'wants sudo' }
  if (only !== undefined && !line.run.includes(only) && line.run !== 'npm ci') return { notRun: `not --only ${only}` }
  const asDry = dry && !(real !== undefined && line.run.includes(real))
  const script = asDry ? dryOf(line.run) : line.run
  if (/--images pull/.test(script) && !docker) return { notRun: 'no Docker engine answers that could pull' }
  return { script }
}

const dryOf = (run: string): string =>
  run
    .replace(/^npm run (?:-s )?scenario -- run\b.*$/gm, '$& --dry')
    .replace(/^npm run (?:-s )?mutants$/gm, '$& -- --list')

/** The exit code of all lines together: 1 when one failed, 3 when none did and a verdict is unknown. */
export function worst(codes: readonly number[]): number {
  if (codes.some(code => code !== 0 && code !== UNKNOWN)) return 1
  return codes.includes(UNKNOWN) ? UNKNOWN : 0
}

/** Exit code of a run whose verdict is unknown: neither a pass nor a failure. */
const UNKNOWN = 3
