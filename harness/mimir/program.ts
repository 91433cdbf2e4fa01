import { fileURLToPath } from 'node:url'
import type { ProgramSpec } from '../toolchain/program-spec.ts'
import { buildInfo, find, github, minutes, says } from '../toolchain/tools.ts'
import { flags } from './flags.ts'

/** Where Mimir comes from: a binary, or an image. */
export const mimirProgram: ProgramSpec = {
  tool: {
    ...flags.program,
    ask: { args: ['-version'], says: says('Mimir') },
    oldest: '2.14',
    release: {
      version: '3.0.5',
      folder: github('grafana/mimir', 'mimir-{version}'),
      asset: 'mimir-{os}-{arch}',
      checksums: 'mimir-{os}-{arch}-sha-256',
    },
    build: {
      folder: fileURLToPath(new URL('./go', import.meta.url)),
      package: 'github.com/grafana/mimir/cmd/mimir',
      // The tags and the stamp of Mimir's own Makefile.
      tags: ['netgo', 'stringlabels'],
      stamp: buildInfo('github.com/grafana/mimir/pkg/util/version'),
      version: goMod => {
        // Mimir's tags are no Go versions, so the module is known by date and commit; its changelog says main leads to 3.1.
        const [, date, revision] = find(goMod, /github\.com\/grafana\/mimir v\S*?(\d{8})\d{6}-([0-9a-f]{12})/)
        return { version: `3.1.0-dev.${date}`, revision: revision! }
      },
      usually: minutes(3, 7),
    },
  },
  image: version => `grafana/mimir:${version}`,
  user: 10_001,
}
