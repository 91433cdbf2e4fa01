/**
 * `node .github/annotate.mjs <folder>`: prints what failed in the junit.xml of every run below the folder as GitHub's workflow commands, so that
 * it shows on the page of the workflow. Always exits with 0: the runs themselves decide.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const unescaped = text =>
  text
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex, decimal) =>
      String.fromCodePoint(hex ? parseInt(hex, 16) : +decimal),
    )
    .replace(/&(lt|gt|quot|apos);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name])
    .replaceAll('&amp;', '&')

/** Workflow commands end with the line, and their properties with a comma or colon. */
const message = text => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = text => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const folder = process.argv[2] ?? 'runs'
const runs = existsSync(folder) ? readdirSync(folder).filter(run => run !== 'latest') : []
for (const run of runs.filter(name => existsSync(join(folder, name, 'junit.xml')))) {
  const xml = readFileSync(join(folder, run, 'junit.xml'), 'utf8')
  for (const [, name, content] of xml.matchAll(/<testcase name="([^"]*)"[^>]*[^/]>(.*?)<\/testcase>/gs)) {
    const [, said] = /<(?:failure|error) message="([^"]*)"/.exec(content) ?? []
    if (said === undefined) continue
    console.log(`::error title=${property(`${run}: ${unescaped(name)}`)}::${message(unescaped(said))}`)
  }
}
