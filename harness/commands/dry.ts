import { detailsOf } from '../report/run-name.ts'
import { isOurs } from '../scenario/catalogue.ts'
import type { NotRun, Planned } from '../scenario/suite.ts'
import { asVariant, varied } from '../scenario/variants.ts'
import { diagnoseTool } from '../toolchain/diagnose-tools.ts'
import type { ToolSpec } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import type { ProviderSetup, Requirements, Wanted } from './provider-setup.ts'
import type { RunFlags } from './run-flags.ts'

/** The pods of some runs, at their start and in their end. */
export const podsOf = (plan: readonly Planned[], { pace }: RunFlags): Wanted[] =>
  plan.flatMap(it => {
    const { subject, topology, becomes } = variedOf(it)
    return [topology(pace), ...(becomes ? [becomes(pace)] : [])].map(made => ({
      of: nameOf(it),
      pods: subject.podsOf(made),
    }))
  })

/**
 * Says what a command would run, where, with what, and what of it can not be run here. Everything that would be refused is refused; nothing is fetched,
 * made or started.
 * @param needs what the runs need, once for each subject
 * @returns the exit code: 0, or 3 when something can not be run here
 * @throws UsageError when a tool can not be had
 */
export async function dry(
  { runnable, notRun }: { runnable: readonly Planned[]; notRun: readonly NotRun[] },
  place: ProviderSetup,
  needs: readonly Requirements[],
  flags: RunFlags,
): Promise<number> {
  const runs: Told[] = [
    ...runnable.map(told),
    ...notRun.map(({ planned, why, fix }) => ({ ...told(planned), notHere: `${why}: ${fix}` })),
  ]
  const found: { tool: string; found: string }[] = await Promise.all(
    [...new Set(needs.flatMap(it => place.tools(it)))].map(spec => toolOf(spec, flags)),
  )
  if (flags.provider === 'kind') found.push({ tool: 'images', found: imagesOf(flags) })
  const text = flags.json
    ? [...runs.map(r => ({ type: 'would-run', ...r })), ...found.map(t => ({ type: 'tool', ...t }))].map(it =>
        JSON.stringify(it),
      )
    : [
        ...runs.flatMap(inWords),
        `with, on ${flags.provider === 'kind' ? 'Kubernetes' : 'processes of this machine'}:`,
        ...found.map(t => `    ${t.tool}: ${t.found}`),
        'nothing was started',
      ]
  process.stdout.write(`${text.join('\n')}\n`)
  return notRun.length > 0 ? 3 : 0
}

const images: Readonly<Record<RunFlags['images'], string>> = {
  auto: 'pulled where a registry can be reached, else built from package registries, once',
  pull: 'pulled from a registry',
  build: 'built from package registries, once',
}

const imagesOf = ({ images: source, registry }: RunFlags): string =>
  registry === undefined ? images[source] : `pulled from ${registry}`

interface Told {
  run: string
  description: string
  file?: string
  steps: string[]
  faults: string[]
  /** Why it can not be run here, and what to do about it. */
  notHere?: string
}

const variedOf = ({ scenario, variant, control }: Planned) => varied(asVariant(scenario, variant), control)

const nameOf = ({ scenario, control, variant, faults = [] }: Planned): string =>
  [scenario.id, control?.id].filter(Boolean).join('/') +
  detailsOf({ control: undefined, variant, requestedFaults: faults.map(f => f.text) })

function told(it: Planned): Told {
  const { steps, faults } = variedOf(it)
  return {
    run: nameOf(it),
    description: it.control?.description ?? it.scenario.title,
    ...(!isOurs(it.file) && { file: it.file }),
    steps: steps.map(s => s.name),
    faults: [...Object.values(faults).map(f => f.kind), ...(it.faults ?? []).map(f => f.text)],
  }
}

const inWords = ({ run, description, file, steps, faults, notHere }: Told): string[] => [
  `${run}: ${description}`,
  ...(file === undefined ? [] : [`    from ${file}`]),
  ...steps.map((step, i) => `    ${i + 1} ${step}`),
  ...(faults.length === 0 ? [] : [`    faults: ${faults.join(', ')}`]),
  ...(notHere === undefined ? [] : [`    can not be run here: ${notHere}`]),
]

/** @throws UsageError when a run would end for want of it. */
async function toolOf({ onlyFor: _, ...spec }: ToolSpec, flags: RunFlags): Promise<{ tool: string; found: string }> {
  // Here it is needed, whatever it is for.
  const { name } = spec
  const { ok, found, fix } = await diagnoseTool(spec, {
    given: flags.given[name],
    statedVersion: flags.statedVersions[name],
    offline: flags.offline,
    downloadBase: flags.downloadBase,
  })
  if (ok === 'fail') throw new UsageError(`${name}: ${found}`, fix ?? `give one with --${name}`)
  return { tool: name, found }
}
