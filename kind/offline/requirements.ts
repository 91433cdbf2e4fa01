import { stat } from 'node:fs/promises'
import { freeBytes } from '../../harness/toolchain/host.ts'
import { which } from '../../harness/toolchain/locate.ts'
import { UsageError } from '../../harness/util/errors.ts'

/** Programs of the build, and what to type where one is missing. */
const programs: Readonly<Record<string, string>> = {
  go: 'install Go 1.26 or newer (https://go.dev/dl)',
  debootstrap: 'apt-get install debootstrap',
  zstd: 'apt-get install zstd',
  unshare: 'apt-get install util-linux',
  tar: 'apt-get install tar',
  bash: 'apt-get install bash',
}

/** Debian's keys; debootstrap checks nothing without them. */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Bytes that a build from nothing takes at its peak, most of them in Go's caches; and one that finds the node's base done. */
export const SPACE = { all: 14e9, rest: 5e9 }

/**
 * Looks whether the node image can be built here, before anything is done.
 * @param folder where it will lie; need not exist.
 * @param space bytes that must be free there.
 * @throws UsageError with what to type.
 */
export async function demandRequirements(
  folder: string,
  space: number,
  env: NodeJS.ProcessEnv,
  user = process.getuid?.(),
): Promise<void> {
  const what = 'the node image cannot be built'
  if (process.platform !== 'linux') throw new UsageError(`${what} on ${process.platform}`, 'run it on Linux')
  if (user !== 0) {
    throw new UsageError(`${what} by an ordinary user: debootstrap and containerd need root`, 'run it with sudo -E')
  }
  for (const [program, fix] of Object.entries(programs)) {
    if (!(await which(program, env))) throw new UsageError(`${what}: there is no ${program} on PATH`, fix)
  }
  if (!(await exists(KEYRING))) throw new UsageError(`${what}: no ${KEYRING}`, 'apt-get install debian-archive-keyring')
  const free = await freeBytes(folder)
  if (free < space) {
    throw new UsageError(
      `${what}: ${(free / 1e9).toFixed(1)} GB are free for ${folder}, a build takes up to ${space / 1e9} GB`,
      'free some, or set XDG_CACHE_HOME to a larger disk',
    )
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
