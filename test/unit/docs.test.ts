import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generated } from '../../docs/generate.ts'
import { catalogue } from '../../harness/scenario/catalogue.ts'
import { isScenario } from '../../harness/scenario/declare.ts'

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

test('each example is a scenario that is in order', async () => {
  const folder = new URL('../../docs/examples/', import.meta.url)
  const examples = await Promise.all(
    readdirSync(folder).map(async file => {
      const { default: example } = await import(new URL(file, folder).href)
      return [file, isScenario(example) && example.id]
    }),
  )
  expect(Object.fromEntries(examples)).toEqual({
    'distributor-restart.scenario.ts': 'distributor-restart',
    'tenant-roles.scenario.ts': 'tenant-roles',
  })
})
