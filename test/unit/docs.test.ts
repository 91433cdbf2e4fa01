import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generated } from '../../docs/generate.ts'
import { catalogue } from '../../harness/scenario/catalogue.ts'

test('what the documents take from the code is up to date; `npm run docs` writes it anew', async () => {
  const wanted = await generated()
  const committed = Object.keys(wanted).map(file => [
    file,
    readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'),
  ])
  expect(Object.fromEntries(committed)).toEqual(wanted)
})

test('the tutorial shows its example, and the README every scenario', async () => {
  const { 'README.md': readme, 'docs/tutorial.md': tutorial } = await generated()
  const example = readFileSync(new URL('../../docs/examples/distributor-restart.scenario.ts', import.meta.url), 'utf8')
  const ids = (await catalogue()).map(({ scenario }) => scenario.id)
  expect({
    example: tutorial?.includes(example.trimEnd()),
    scenarios: [...readme!.matchAll(/\(docs\/scenarios\.md#([a-z0-9-]+)\)/g)].map(([, id]) => id),
  }).toEqual({ example: true, scenarios: ids })
})
