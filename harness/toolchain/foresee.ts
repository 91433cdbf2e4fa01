import { UsageError } from '../util/errors.ts'
import type { Usual } from '../util/usual.ts'
import { demandRelease } from './download.ts'
import { Unavailable } from './fetch.ts'
import { which } from './locate.ts'
import { serverOf } from './release.ts'
import { plan } from './resolve.ts'
import { mirrorOf, type ResolveOptions } from './resolve-options.ts'
import type { ToolSpec } from './tools.ts'

/** What will happen for want of a tool on this machine. */
export type PathAvailability =
  | { will: 'download'; version: string; from: string }
  | { will: 'build'; version: string; usually: Usual; why: string }
  | { will: 'fail'; why: string; fix: string }

/**
 * Says what fetching a tool will come to, by asking the release server, or the mirror, for the checksum file and no more.
 * @param options.patience milliseconds until a server that says nothing is given up. Default 3000.
 */
export async function foresee(spec: ToolSpec, options: ResolveOptions): Promise<PathAvailability> {
  const fix = `give a binary with --${spec.name} PATH or ${spec.env}`
  if (!spec.release && !spec.build)
    return {
      will: 'fail',
      why: `there is no ${spec.title} on PATH`,
      fix: `install the package of this system, or ${fix}`,
    }
  const { release, build } = await plan(spec, options)
  let why = options.offline ? 'downloads are off' : 'it was never released'
  if (release !== undefined) {
    try {
      await demandRelease(spec, release, { patience: 3000, ...options })
      return { will: 'download', version: release, from: serverOf(spec, mirrorOf(options)) }
    } catch (thrown) {
      if (thrown instanceof UsageError) return { will: 'fail', why: thrown.what, fix: thrown.fix }
      if (!(thrown instanceof Unavailable)) throw thrown
      why = thrown.message
    }
  }
  if (!build) return { will: 'fail', why: `it can be neither built nor downloaded: ${why}`, fix }
  if (!(await which('go', options.env))) {
    return {
      will: 'fail',
      why: `there is no Go to build it, and it cannot be downloaded: ${why}`,
      fix: `install Go, or ${fix}`,
    }
  }
  return { will: 'build', version: build.version.version, usually: build.how.usually, why }
}
