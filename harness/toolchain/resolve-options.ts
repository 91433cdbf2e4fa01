import { UsageError } from '../util/errors.ts'
import type { Usual } from '../util/usual.ts'
import type { ToolSpec } from './tools.ts'

/** Called with one line that tells people what takes so long. */
export type Progress = (line: string) => void

export interface ResolveOptions {
  /** What the user gave for `--<tool>`: the path of a binary, or a version. Without it, the tool's variable (PROMETHEUS_BIN) counts. */
  given?: string | undefined
  /** What the user gave for `--<tool>-version`: the version of a binary that does not know its own. */
  statedVersion?: string | undefined
  /** What the user gave for `--download-base`: a mirror of the release servers. Without it, MIMIR_GAUNTLET_RELEASES counts. */
  downloadBase?: string | undefined
  /** Use no network: no download, and Go builds from its module cache only. */
  offline?: boolean
  onProgress?: Progress
  /** What is built after this, for those who wait. */
  later?: readonly Usual[]
  signal?: AbortSignal | undefined
  /** Default: the environment of this process. */
  env?: NodeJS.ProcessEnv
  /** Milliseconds until a release server that says nothing is given up. Default 5000. */
  patience?: number
}

/** A mirror of the release servers, and what named it. */
export interface Mirror {
  /** Its address, without a slash at the end. */
  base: string
  namedBy: '--download-base' | 'MIMIR_GAUNTLET_RELEASES'
}

/** The mirror that the user named; undefined for the release servers themselves. @throws UsageError when it is no web address. */
export function mirrorOf({
  downloadBase,
  env = process.env,
}: {
  downloadBase?: string | undefined
  env?: NodeJS.ProcessEnv | undefined
}): Mirror | undefined {
  // A variable that is empty counts as unset.
  const base = downloadBase ?? (env.MIMIR_GAUNTLET_RELEASES || undefined)
  if (base === undefined) return undefined
  const namedBy = downloadBase === undefined ? 'MIMIR_GAUNTLET_RELEASES' : '--download-base'
  if (!/^https?:$/.test(URL.parse(base)?.protocol ?? '')) {
    throw new UsageError(`${namedBy} ${base} is no address`, 'give one as in http://mirror.example/releases')
  }
  return { base: base.replace(/\/+$/, ''), namedBy }
}

/** What the user asked for, with `--<tool>` or the environment. */
export type Wish = { kind: 'path'; path: string } | { kind: 'version'; version: string } | { kind: 'any' }

/** Reads the wish of the user. `3.0.5` and `v3.0.5` are versions, everything else is a path. */
export function wish(spec: ToolSpec, { given, env = process.env }: ResolveOptions): Wish {
  const text = given || env[spec.env]
  if (!text) return { kind: 'any' }
  const version = /^v?(\d+\.\d+\.\d+[^/\\]*)$/.exec(text)?.[1]
  return version ? { kind: 'version', version } : { kind: 'path', path: text }
}
