import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { MADE_OF, PICTURE, pictureSources } from '../../../docs/generate/picture.ts'
import { slugsOf } from '../../../docs/generate/slug.ts'
import { generated } from '../../../docs/generate.ts'
import { catalogue } from '../../../harness/scenario/catalogue.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
/** Characters, link targets not counted. */
const LONGEST_CELL = 60

const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('what the documents take from the code is up to date; `npm run docs` writes it anew', async () => {
  const wanted = await generated()
  const committed = Object.keys(wanted).map(file => [file, existsSync(join(root, file)) ? read(file) : 'missing'])
  expect(Object.fromEntries(committed)).toEqual(wanted)
})

test('no page of the API is left over from before', async () => {
  const wanted = Object.keys(await generated()).filter(file => file.startsWith('docs/api/'))
  expect(globSync('docs/api/*', { cwd: root }).sort()).toEqual(wanted.sort())
})

test('the picture of the report is one of this version', () => {
  const madeOf: unknown = JSON.parse(read(MADE_OF))
  expect(madeOf, `${PICTURE} is out of date; run \`npm run docs:picture\``).toEqual(pictureSources(root))
})

test('the tutorial shows its example, and the README every scenario', async () => {
  const { 'README.md': readme, 'docs/tutorial.md': tutorial } = await generated()
  const example = read('docs/examples/distributor-restart.scenario.ts')
  const ids = (await catalogue()).map(({ scenario }) => scenario.id)
  expect({
    example: tutorial?.includes(example.trimEnd()),
    scenarios: [...readme!.matchAll(/\(docs\/scenarios\.md#([a-z0-9-]+)\)/g)].map(([, id]) => id),
  }).toEqual({ example: true, scenarios: ids })
})

test('every link between documents leads to a file and a heading that are there', () => {
  const documents = globSync(['*.md', 'docs/**/*.md', 'charts/*/*.md', 'kind/**/*.md'], { cwd: root })
  const dead = documents.flatMap(document =>
    [...withoutCode(read(document)).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
      .filter(([, path, anchor]) => !leadsSomewhere(path ? join(dirname(document), path) : document, anchor))
      .map(([link]) => `${document}: ${link}`),
  )
  expect(dead).toEqual([])
})

function leadsSomewhere(file: string, anchor: string | undefined): boolean {
  if (!existsSync(join(root, file))) return false
  return anchor === undefined || slugsOf(headingsOf(read(file))).includes(anchor)
}

const withoutCode = (text: string) => text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '')

/** A link in a heading counts by its text. */
const headingsOf = (text: string): string[] =>
  [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
  )

test('a cell of a table holds a few words or a number', () => {
  const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root })
  const long = documents.flatMap(document =>
    [...read(document).matchAll(/^\|(.*)\|$/gm)]
      .flatMap(([, row]) => row!.replaceAll(/\]\([^)]*\)/g, ']').split(' | '))
      .filter(cell => !/^ *-+ *$/.test(cell) && cell.trim().length > LONGEST_CELL)
      .map(cell => `${document}: ${cell.trim()}`),
  )
  expect(long).toEqual([])
})
