import { type Declaration, surfaceOf } from './declarations.ts'
import { pageOf, pages } from './pages.ts'
import { slugsOf } from './slug.ts'

/** The files that scenarios import from. */
const PUBLIC = ['harness/index.ts', 'harness/mimir/index.ts', 'harness/prometheus/index.ts']

const GENERATED = 'Generated from the source by `npm run docs`.'
const SUPPORTING = 'Types that these use'

/**
 * The pages of docs/api: path from the root of the repository -> text. Each declaration that scenarios can import, and each type that one of these is described
 * with, is on the page of the folder it is declared in.
 * @param root folder of the repository, with a slash at its end
 */
export function apiPages(root: string): Record<string, string> {
  const { exported, supporting } = surfaceOf(root, PUBLIC)
  const filled = pages.flatMap(page => {
    const onIt = (d: Declaration) => pageOf(d.file) === page
    const [names, others] = [exported.filter(onIt), supporting.filter(onIt)]
    return names.length + others.length === 0 ? [] : [{ page, names, others }]
  })
  /** Where each declaration is: `gates.md#gate-1`. */
  const places = new Map(
    filled.flatMap(({ page, names, others }) => {
      const all = [...names, ...others]
      const slugs = slugsOf([page.title, ...all.map(d => d.name)]).slice(1)
      return all.map((d, i) => [d, `${page.file}#${slugs[i]}`] as const)
    }),
  )
  const link = (d: Declaration) => `[${d.name}](${places.get(d)})`
  const related = ({ uses }: Declaration) => (uses.length === 0 ? [] : [`Uses ${uses.map(link).join(', ')}.`])
  const section = (d: Declaration, level: string) =>
    [`${level} ${d.name}`, ...prose(d.comment), `\`\`\`ts\n${d.code}\n\`\`\``, ...related(d)].join('\n\n')

  const texts = filled.map(({ page, names, others }) => [
    `docs/api/${page.file}`,
    lines([
      `# ${page.title}`,
      GENERATED,
      page.intro,
      ...names.map(d => section(d, '##')),
      ...(others.length === 0 ? [] : [`## ${SUPPORTING}`, ...others.map(d => section(d, '###'))]),
    ]),
  ])
  const contents = filled.map(({ page, names }) =>
    lines([`## [${page.title}](${page.file})`, ...(names.length === 0 ? [] : [names.map(link).join(', ')])]),
  )
  return { ...Object.fromEntries(texts), 'docs/api/README.md': lines([INTRO, contents.join('\n').trimEnd()]) }
}

const INTRO = `# API

${GENERATED}

Everything that a scenario file can import, page by page. At the end of a page are the types that its declarations use. In a repository of your own import from
\`mimir-gauntlet\`, what is Mimir's from \`mimir-gauntlet/mimir\`, and what is
Prometheus' from \`mimir-gauntlet/prometheus\`. What is not listed here may change at any time.

## [Pods and workloads of each mode](modes.md)`

const lines = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`

const outcomes: Readonly<Record<string, string>> = { returns: 'Returns', throws: 'Throws' }

/** A doc comment as Markdown: its sentences, and its tags as a list. */
function prose(comment: string): string[] {
  const [text = '', ...tags] = ` ${comment}`.split(/\s+(?=@(?:param|typeParam|returns|throws)\b)/)
  const list = tags.map(tag => {
    const [, name = '', what = ''] = tag.match(/^@(\w+)\s+(.*)$/s) ?? []
    const item = outcomes[name] ? `${outcomes[name]} ${what}` : what.replace(/^\S+/, word => `\`${word}\`:`)
    return `- ${item.replaceAll('\n', '\n  ')}`
  })
  return [listsApart(text.trim()), list.join('\n')].filter(part => part !== '')
}

/** Markdown wants an empty line before a list. */
const listsApart = (text: string): string => text.replace(/\n(?=- )/, '\n\n')
