import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const page = readFileSync(new URL('ARCHITECTURE.md', root), 'utf8')

/** The first column of the table of folders: what stands side by side is one level. */
const levels = [...page.matchAll(/^\| (`.*?`) +\|/gm)].map(([, cell]) => [...cell!.matchAll(/`(.*?)`/g)].map(m => m[1]))

/** Written in JavaScript, for dependency-cruiser. */
const rules = fileURLToPath(new URL('.dependency-cruiser.mjs', root))
const { order } = (await import(rules)) as { order: string[][] }

test('the folders of the core stand in ARCHITECTURE.md in the order that lint enforces', () => {
  expect(levels.slice(0, order.length)).toEqual(order)
})

test('every folder and file of harness/ is in the table, once', () => {
  expect(levels.flat().sort()).toEqual(readdirSync(new URL('harness', root)).sort())
})

test('ARCHITECTURE.md keeps to two screens', () => {
  expect(page.split('\n').length).toBeLessThanOrEqual(90)
})
