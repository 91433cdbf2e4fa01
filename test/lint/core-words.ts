/** `node test/lint/core-words.ts`: finds words of a product in the core, which is to know none. Part of `npm run lint`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const harness = fileURLToPath(new URL('../../harness', import.meta.url))

/**
 * The product's name, but for that of this project; its API, its flags, its metrics; its components, and the rings that they make; a field that one of its
 * signals adds to run.json, which the compiler lets everybody read.
 */
const words: readonly RegExp[] = [
  /mimir(?![-_ ]gauntlet)/i,
  /cortex_/i,
  /x-scope-orgid/i,
  /\/api\/v1\/push/,
  /(?<![\w-])-target\b/,
  /\b(notification|evaluation|recording rule)s?\b/i,
  /\b(ingester|distributor|querier|query-frontend|query-scheduler|store-gateway|compactor|ruler|alertmanager|overrides-exporter)s?\b/i,
]

/** Where the core keeps code: everything but subjects, and the file that lists them. */
const isCore = (file: string): boolean =>
  /\.(ts|js|css)$/.test(file) && !/^(mimir|prometheus)\//.test(file) && file !== 'subjects.ts'

/** Every such word in a file of the core: `cluster/cluster.ts:12: Mimir`. @param file relative to harness/ */
export const wordsIn = (file: string, text: string): string[] =>
  isCore(file)
    ? text.split('\n').flatMap((line, i) => {
        // In a script of the report it is the DOM's own word.
        const all = file.endsWith('.ts') ? [...words, /\bdataset\b/] : words
        const found = all.flatMap(word => word.exec(line)?.[0] ?? [])
        return found.map(word => `${file}:${i + 1}: ${word}`)
      })
    : []

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = readdirSync(harness, { recursive: true, withFileTypes: true }).filter(f => f.isFile())
  const found = files
    .map(f => join(f.parentPath, f.name))
    .flatMap(path => wordsIn(relative(harness, path), readFileSync(path, 'utf8')))
  for (const line of found) process.stderr.write(`harness/${line} is a word of a product: let the subject say it\n`)
  process.exitCode = found.length > 0 ? 1 : 0
}
