import { fileURLToPath } from 'node:url'
import { find, minutes, says, type ToolSpec } from '../toolchain/tools.ts'

/** Our own program in the pinned Prometheus module: it makes TSDBs of ticks, and reads them sample by sample. */
export const tsdbTicks: ToolSpec = {
  name: 'tsdb-ticks',
  title: 'tsdb-ticks',
  env: 'TSDB_TICKS_BIN',
  ask: { args: ['version'], says: says('tsdb-ticks') },
  onlyFor: 'scenarios about Prometheus',
  build: {
    folder: fileURLToPath(new URL('./go', import.meta.url)),
    package: '.',
    tags: ['netgo'],
    stamp: { 'main.Version': '{version}', 'main.Revision': '{revision}' },
    version: goMod => {
      const [, tag, minor, patch] = find(goMod, /github\.com\/prometheus\/prometheus (v0\.3(\d\d)\.(\d+))/)
      return { version: `3.${Number(minor)}.${patch}`, revision: tag! }
    },
    usually: minutes(1, 3),
  },
}
