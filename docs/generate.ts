import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogue, type Entry } from '../harness/scenario/catalogue.ts'
import type { ObjectivesSpec, PhaseDemands } from '../harness/scenario/demands.ts'
import type { Control, Reading, Step } from '../harness/scenario/scenario.ts'

/** `npm run docs` fills the marked sections of README.md and docs/*.md, and writes docs/scenarios.md, from the code they speak of. */

const root = new URL('../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')

/** Every file that is generated, in part or whole: path from the root of the repository -> what it must be. */
export async function generated(): Promise<Record<string, string>> {
  const entries = await catalogue()
  const prose = [
    'README.md',
    ...readdirSync(new URL('docs', root))
      .filter(f => f.endsWith('.md'))
      .map(f => `docs/${f}`),
  ]
  const filled = prose.filter(f => f !== 'docs/scenarios.md').map(f => [f, fill(read(f), entries)] as const)
  return { ...Object.fromEntries(filled), 'docs/scenarios.md': scenarios(entries) }
}

/** Replaces what stands between `<!-- code: path -->` or `<!-- scenarios -->` and the `<!-- end -->` that follows it. */
const fill = (text: string, entries: readonly Entry[]): string =>
  text.replaceAll(/(<!-- (code: (?<path>\S+)|scenarios) -->\n).*?(<!-- end -->)/gs, (...match) => {
    const [, begin, , , end] = match as string[]
    const { path } = match.at(-1) as { path?: string }
    return `${begin}\n${path ? code(read(path)) : table(entries)}\n\n${end}`
  })

const code = (text: string): string => `\`\`\`ts\n${text.trimEnd()}\n\`\`\``

const table = (entries: readonly Entry[]): string =>
  aligned([
    ['scenario', 'what is done', 'what a valid verdict proves', 'controls'],
    ...entries.map(({ scenario: { id, title, proves, controls } }) => [
      `[${id}](docs/scenarios.md#${id})`,
      title,
      proves,
      String(controls.length),
    ]),
  ])

/** A table as the formatter wants it: every column as wide as its widest cell. */
function aligned(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const [head, ...body] = rows.map(row => line(row.map((cell, column) => cell.padEnd(widths[column]!))))
  return [head, line(widths.map(width => '-'.repeat(width))), ...body].join('\n')
}

const scenarios = (entries: readonly Entry[]): string =>
  `# Scenarios

Generated from the scenarios themselves by \`npm run docs\`. A control is a deliberately wrong variant that must come out red.

${entries.map(section).join('\n\n')}
`

const section = ({
  file,
  scenario: { id, title, proves, suites, steps, controls, objectives, steadyState, readings = {} },
}: Entry): string =>
  `## ${id}

${title}. Suites: ${suites.join(', ')}. [Source](../${relative(fileURLToPath(root), file)}).

Proves: ${proves}

Steps, after ${steadyState} s of steady state:

${steps.map(step).join('\n')}
${phases(objectives)}${readingsOf(readings)}
Controls:

${controls.map(control).join('\n')}`

const step = ({ name, ref }: Pick<Step, 'name' | 'ref'>, i: number): string =>
  `${i + 1}. ${name}${ref ? ` (${ref})` : ''}`

/** The faults and steps in which less is demanded, and why. */
function phases({ faults = {}, steps = {} }: ObjectivesSpec): string {
  const all = (kind: string, of: Readonly<Record<string, PhaseDemands | undefined>>) =>
    Object.entries(of).map(([name, phase]) => `- ${kind} ${name}: ${phase!.because}.`)
  const lines = [...all('fault', faults), ...all('step', steps)]
  return lines.length === 0 ? '' : `\nLess is demanded in:\n\n${lines.join('\n')}\n`
}

const readingsOf = (readings: Readonly<Record<string, Reading>>): string => {
  const all = Object.entries(readings).map(([id, { says }]) => `- \`${id}\`: ${says}.`)
  return all.length === 0 ? '' : `\nReadings, the first one as above:\n\n${all.join('\n')}\n`
}

const control = ({ id, says, red, verdict = 'invalid' }: Control): string =>
  `- \`${id}\`: ${says}. Must come out ${verdict}, by ${red.join(', ')}.`

if (import.meta.main) {
  for (const [file, text] of Object.entries(await generated())) writeFileSync(new URL(file, root), text)
}
