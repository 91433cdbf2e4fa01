import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { VerdictFile } from '../../harness/history/verdict.ts'

/** The picture in the README, and what it was made of, from the root of the repository. */
export const PICTURE = 'docs/report.png'
export const MADE_OF = 'docs/report.png.json'

/** What a picture of the report depends on: the version of the schema, and a hash of all that draws the report. */
export interface PictureSources {
  schema: number
  report: string
}

/** @param root folder of the repository */
export function pictureSources(root: string): PictureSources {
  const files = globSync(['harness/report/html.ts', 'harness/report/html/**/*.{ts,js,css}'], { cwd: root }).sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0${readFileSync(join(root, file), 'utf8')}\0`)
  return { schema: VerdictFile.shape.schema.value, report: hash.digest('hex') }
}
