import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RUN_SCHEMA } from '../../../harness/history/run-info.ts'
import { verdictSchema } from '../../../harness/report/schema.ts'

test('docs/verdict.schema.json is what the code says; `node harness/report/schema-file.ts` writes it anew', () => {
  const file = readFileSync(new URL('../../../docs/verdict.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(verdictSchema())))
})

test('docs/verdict.md is about this version of it', () => {
  const page = readFileSync(new URL('../../../docs/verdict.md', import.meta.url), 'utf8')
  expect(page).toContain(`(verdict.schema.json), version ${RUN_SCHEMA}.`)
})
