import type { ToolSpec } from '../toolchain/tools.ts'

/** What the document copies with. It is a package of every Linux, and nothing that is downloaded or built here. */
export const rsync: ToolSpec = {
  name: 'rsync',
  title: 'rsync',
  env: 'RSYNC_BIN',
  ask: { args: ['--version'], says: /^rsync\s+version v?(?<version>\S+)/m },
  onlyFor: 'scenarios about Prometheus',
}
