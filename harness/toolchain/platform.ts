import { UsageError } from '../util/errors.ts'

/** A platform as Go spells it. */
export interface Platform {
  os: 'linux' | 'darwin'
  arch: 'amd64' | 'arm64'
}

/**
 * The platform of this machine.
 * @throws UsageError on one that there are no releases for.
 */
export function platform(os: string = process.platform, arch: string = process.arch): Platform {
  const goArch = arch === 'x64' ? 'amd64' : arch
  if ((os === 'linux' || os === 'darwin') && (goArch === 'amd64' || goArch === 'arm64')) return { os, arch: goArch }
  throw new UsageError(`Mimir Gauntlet does not run on ${os}/${arch}`, 'use Linux or macOS on amd64 or arm64')
}
