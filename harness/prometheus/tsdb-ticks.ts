import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minutes, says, type ToolSpec, versionOfPrometheus } from '../toolchain/tools.ts'

const folder = fileURLToPath(new URL('./go', import.meta.url))

/** Our own program in the pinned Prometheus module: it makes TSDBs of ticks, and reads them sample by sample. */
export const tsdbTicks: ToolSpec = {
  name: 'tsdb-ticks',
  title: 'tsdb-ticks',
  env: 'TSDB_TICKS_BIN',
  ask: { args: ['version'], says: says('tsdb-ticks') },
  onlyFor: 'scenarios about Prometheus',
  build: {
    folder,
    package: '.',
    tags: ['netgo'],
    stamp: { 'main.Version': '{version}', 'main.Revision': '{revision}' },
    version: goMod => {
      const { version, revision } = versionOfPrometheus(goMod)
      return { version: `${version}-${sources()}`, revision }
    },
    usually: minutes(1, 3),
  },
}

/** What its source is, in a word: one that has changed is another version, and is built anew. */
function sources(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 8)
}
