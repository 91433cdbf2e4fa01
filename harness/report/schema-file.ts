import { writeFileSync } from 'node:fs'
import { verdictSchemaText } from './schema.ts'

/** `node harness/report/schema-file.ts` writes docs/verdict.schema.json anew; run it, and `npm run format`, when verdict.json changes. */
writeFileSync(new URL('../../docs/verdict.schema.json', import.meta.url), verdictSchemaText())
