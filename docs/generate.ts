import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { catalogue, type Entry } from '../harness/scenario/catalogue.ts'
import type { ObjectivesSpec, PhaseDemands } from '../harness/scenario/demands.ts'
import type { Control, Step, Variant } from '../harness/scenario/scenario.ts'
import { apiPages } from './generate/api.ts'
import { modesPage } from './generate/modes.ts'
import { pathsTable } from './generate/paths.ts'
import { shardsSection } from './generate/shards.ts'
import { aligned } from './generate/table.ts'
import { workedPage } from './generate/worked.ts'

/** `npm run docs` fills the marked sections of README.md and docs/*.md, and writes docs/scenarios.md, docs/how-the-verdict-is-made.md and docs/api/, from the code they speak of. */

const root = new URL('../', import.meta.url)
/** Pages of which nothing is written by hand. */
const whole = ['docs/scenarios.md', 'docs/how-the-verdict-is-made.md']
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
  const filled = prose.filter(f => !whole.includes(f)).map(f => [f, fill(read(f), entries)] as const)
  return {
    ...Object.fromEntries(filled),
    'docs/scenarios.md': scenarios(entries),
    'docs/how-the-verdict-is-made.md': workedPage(read('docs/verdict-rules.md')),
    'docs/api/modes.md': modesPage(),
    ...apiPages(fileURLToPath(root)),
  }
}

/** Replaces what stands between `<!-- code: path -->`, `<!-- scenarios -->`, `<!-- paths -->` or `<!-- shards: section -->` and the `<!-- end -->` that follows it. */
const fill = (text: string, entries: readonly Entry[]): string =>
  text.replaceAll(
    /(<!-- (code: (?<path>\S+)|scenarios|paths|shards: (?<section>\S+)) -->\n).*?(<!-- end -->)/gs,
    (...match) => {
      const [, begin, what, , , end] = match as string[]
      const { path, section } = match.at(-1) as { path?: string; section?: string }
      const made = path
        ? code(path)
        : section
          ? shardsSection(section)
          : what === 'paths'
            ? pathsTable()
            : table(entries)
      return `${begin}\n${made}\n\n${end}`
    },
  )

const code = (path: string): string => `\`\`\`${path.endsWith('.ts') ? 'ts' : 'text'}\n${read(path).trimEnd()}\n\`\`\``

const table = (entries: readonly Entry[]): string =>
  aligned([
    ['scenario', 'what is done', 'negative controls'],
    ...entries.map(({ scenario: { id, title, controls } }) => [
      `[${id}](docs/scenarios.md#${id})`,
      title,
      String(controls.length),
    ]),
  ])

const scenarios = (entries: readonly Entry[]): string =>
  `# Scenarios

Generated from the scenarios themselves by \`npm run docs\`. A negative control is a deliberately wrong variant that must come out invalid, for the
reason that it states.

${entries.map(section).join('\n\n')}
`

const section = ({
  file,
  scenario: { id, title, proves, suites, steps, controls, objectives, steadyState, variants = {} },
}: Entry): string =>
  `## ${id}

${title}. Suites: ${suites.join(', ')}. [Source](../${relative(fileURLToPath(root), file)}).

Proves: ${proves}

Steps, after ${steadyState} s of steady state:

${steps.map(step).join('\n')}
${phases(objectives)}${variantsOf(variants)}
Negative controls:

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

const variantsOf = (variants: Readonly<Record<string, Variant>>): string => {
  const all = Object.entries(variants).map(([id, { description }]) => `- \`${id}\`: ${description}.`)
  return all.length === 0 ? '' : `\nVariants, the first one as above:\n\n${all.join('\n')}\n`
}

const control = ({ id, description: says, expectFail: red, verdict = 'invalid' }: Control): string =>
  `- \`${id}\`: ${says}. Must come out ${verdict}, by ${red.join(', ')}.`

if (import.meta.main) {
  for (const [file, text] of Object.entries(await generated())) writeFileSync(new URL(file, root), text)
}
