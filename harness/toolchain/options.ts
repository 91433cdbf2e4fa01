import type { ToolSpec } from './tools.ts'

/** Called with one line that tells people what takes so long. */
export type Progress = (line: string) => void

export interface ResolveOptions {
  /** What the user gave for `--<tool>`: the path of a binary, or a version. Without it, the tool's variable (MIMIR_BIN) counts. */
  given?: string | undefined
  /** What the user gave for `--<tool>-version`: the version of a binary that does not know its own. */
  statedVersion?: string | undefined
  /** Use no network: no download, and Go builds from its module cache only. */
  offline?: boolean
  onProgress?: Progress
  signal?: AbortSignal | undefined
  /** Default: the environment of this process. */
  env?: NodeJS.ProcessEnv
  /** Milliseconds until a release server that says nothing is given up. Default 5000. */
  patience?: number
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
