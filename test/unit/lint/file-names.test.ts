import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const harness = fileURLToPath(new URL('../../../harness', import.meta.url))

test('one file for one name: who opens by name finds what they meant', () => {
  const names = readdirSync(harness, { recursive: true, withFileTypes: true })
    .filter(f => f.isFile() && f.name.endsWith('.ts') && f.name !== 'index.ts')
    .map(f => f.name)
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})
