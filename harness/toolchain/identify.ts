import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { command } from '../util/command.ts'
import { reason, UsageError } from '../util/errors.ts'
import type { ToolSpec, Version } from './tools.ts'

export interface Identity extends Version {
  tool: string
}

interface IdentifyOptions {
  /** The version the user states for a binary that does not know its own. */
  stated?: string | undefined
  signal?: AbortSignal | undefined
  /** Milliseconds until a binary that says nothing is killed. Default 10000. */
  patience?: number
}

/**
 * Asks a binary what it is and which version. The version is never guessed: a binary that does not know its own
 * ("unknown", empty, or not a release number) needs `stated`.
 * @throws UsageError when there is no such file, it is another program or hangs, its version is not known, differs
 * from the stated one, or is older than the harness supports.
 */
export async function identify(spec: ToolSpec, path: string, options: IdentifyOptions = {}): Promise<Identity> {
  const { stated, signal, patience = 10_000 } = options
  const file = resolve(path)
  await demandExecutable(spec, file)
  const said = await ask(spec, file, patience, signal)
  const known = release(said.version)
  const version = known ?? release(stated ?? '')
  if (!version) {
    const what = stated ? `"${stated}" is no version` : `${file} does not know its version (it says "${said.version}")`
    throw new UsageError(what, `state it, for example --${spec.name}-version ${spec.release?.version ?? '1.2.3'}`)
  }
  if (known && stated && known !== release(stated)) {
    throw new UsageError(
      `${file} says it is ${spec.title} ${known}, but --${spec.name}-version says ${stated}`,
      `leave out --${spec.name}-version, it is for binaries that do not know their version`,
    )
  }
  if (spec.oldest && older(version, spec.oldest)) {
    throw new UsageError(
      `${file} is ${spec.title} ${version}; the oldest supported is ${spec.oldest}`,
      `give a newer one, for example --${spec.name} ${spec.release?.version ?? spec.oldest}`,
    )
  }
  return { tool: spec.name, version, revision: said.revision }
}

async function demandExecutable(spec: ToolSpec, file: string): Promise<void> {
  const fix = `give the path of a ${spec.title} binary with --${spec.name} or ${spec.env}`
  const stats = await stat(file).catch(() => undefined)
  if (!stats) throw new UsageError(`no file ${file}`, fix)
  if (!stats.isFile()) throw new UsageError(`${file} is ${stats.isDirectory() ? 'a folder' : 'not a file'}`, fix)
  await access(file, constants.X_OK).catch(() => {
    throw new UsageError(`${file} is not executable`, `chmod +x ${file}`)
  })
}

async function ask(spec: ToolSpec, file: string, patience: number, signal: AbortSignal | undefined): Promise<Version> {
  const fix = `give the path of a ${spec.title} binary with --${spec.name} or ${spec.env}`
  const question = `${file} ${spec.ask.args.join(' ')}`
  const ended = await command(file, spec.ask.args, { timeout: patience, signal }).catch(thrown => {
    signal?.throwIfAborted()
    throw new UsageError(`${file} cannot be started (${reason(thrown)})`, fix)
  })
  if (ended.timedOut) throw new UsageError(`${question} did not end within ${patience / 1000} s`, fix)
  const text = `${ended.stdout}\n${ended.stderr}`.trim()
  const said = spec.ask.says.exec(text)?.groups
  if (said) return { version: said.version ?? '', revision: said.revision ?? '' }
  const first = text ? `"${text.split('\n')[0]?.slice(0, 120)}"` : 'nothing'
  const end = ended.code === null ? 'was ended by a signal' : `ended with exit code ${ended.code}`
  throw new UsageError(`${file} is not ${spec.title}: ${question} said ${first} and ${end}`, fix)
}

/** The release number in a version, without a leading v; undefined for "unknown", "" and weekly builds like "r350". */
function release(version: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+\S*)$/.exec(version)?.[1]
}

function older(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldMajor = 0, oldMinor = 0] = oldest.split('.').map(Number)
  return major < oldMajor || (major === oldMajor && minor < oldMinor)
}
