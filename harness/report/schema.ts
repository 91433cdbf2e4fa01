import { z } from 'zod'
import { VerdictFile } from '../history/verdict.ts'

/** The JSON schema (draft 2020-12) of verdict.json, for those who read it without this package. It allows fields that a later version may add. */
export const verdictSchema = () => ({
  title: 'Mimir Gauntlet verdict.json, version 2',
  ...z.toJSONSchema(VerdictFile, { io: 'input' }),
  // A zero without its resolution proves nothing.
  if: { properties: { verdict: { const: 'valid' } } },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON schema
  then: { properties: { excludes: { minItems: 1 } }, required: ['excludes'] },
})

/** The schema as docs/verdict.schema.json holds it. */
export const verdictSchemaText = (): string => `${JSON.stringify(verdictSchema(), undefined, 2)}\n`
