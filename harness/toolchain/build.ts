import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { command } from '../util/command.ts'
import { UsageError } from '../util/errors.ts'
import { forecast, TELL_EVERY } from '../util/usual.ts'
import type { ResolveOptions } from './resolve-options.ts'
import type { BuildSpec, ToolSpec, Version } from './tools.ts'

/** The version that a build gives, from the pinned go.mod. */
export async function versionOfBuild(build: BuildSpec): Promise<Version> {
  return build.version(await readFile(join(build.folder, 'go.mod'), 'utf8'))
}

export interface BuildOptions extends Pick<ResolveOptions, 'offline' | 'onProgress' | 'signal' | 'env' | 'later'> {
  /** A file that says which other files take the place of those of the module, as `go build -overlay` has it. */
  overlay?: string
}

/**
 * Builds a tool from its pinned Go module inside `folder` and returns the path of the binary. go.mod and go.sum are read
 * only, so what is built is what is pinned.
 * @throws UsageError that says what is missing: Go, a newer Go, the network, memory; a full disk is for the caller.
 */
export async function build(
  spec: ToolSpec,
  how: BuildSpec,
  folder: string,
  options: BuildOptions = {},
): Promise<string> {
  const { offline, onProgress, signal, env = process.env, later = [], overlay } = options
  const stamp = await versionOfBuild(how)
  const module = join(folder, 'module')
  await cp(how.folder, module, { recursive: true })
  const scratch = join(folder, 'scratch')
  await mkdir(scratch)
  const binary = join(folder, spec.name)
  const fill = (template: string) => template.replace(/\{(version|revision)\}/g, (_, key: keyof Version) => stamp[key])
  const flags = Object.entries(how.stamp).map(([name, value]) => `-X ${name}=${fill(value)}`)
  const args = [
    ...['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-tags', how.tags.join(',')],
    ...(overlay === undefined ? [] : ['-overlay', overlay]),
    ...['-ldflags', ['-s', '-w', ...flags].join(' '), '-o', binary, how.package],
  ]
  const goEnv = { ...env, CGO_ENABLED: '0', GOWORK: 'off', GOTMPDIR: scratch, ...(offline ? { GOPROXY: 'off' } : {}) }

  const start = performance.now()
  const passed = () => Math.round((performance.now() - start) / 1000)
  const what = `building ${spec.name} ${stamp.version} from Go modules`
  onProgress?.(`${what}: ${forecast(how.usually, 0, later)}`)
  const ticker = setInterval(() => {
    onProgress?.(`${what}: ${passed()} s, ${forecast(how.usually, passed(), later)}`)
  }, TELL_EVERY)
  try {
    const ended = await command('go', args, { cwd: module, env: goEnv, signal })
    if (ended.code !== 0) throw await explain(spec, how, ended.stderr)
    return binary
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') throw await goIsMissing(spec, how)
    throw thrown
  } finally {
    clearInterval(ticker)
  }
}

async function goIsMissing(spec: ToolSpec, how: BuildSpec): Promise<UsageError> {
  const go = await goVersion(how)
  return new UsageError(
    `cannot build ${spec.name}: there is no go on PATH`,
    `install Go ${go} or newer (https://go.dev/dl), or give a binary with --${spec.name} PATH`,
  )
}

async function explain(spec: ToolSpec, how: BuildSpec, stderr: string): Promise<Error> {
  const lines = stderr.split('\n').filter(line => line.trim() && !line.startsWith('go: downloading'))
  const last = lines.slice(-5).join('\n')
  if (/no space left on device/.test(stderr)) return new Error(`no space left on device: ${last}`)
  const orGive = `or give a binary with --${spec.name} PATH`
  if (/requires go >=|module requires Go|go\.mod requires go/.test(stderr)) {
    return new UsageError(
      `cannot build ${spec.name} (${last})`,
      `install Go ${await goVersion(how)} or newer, ${orGive}`,
    )
  }
  if (/module lookup disabled|dial tcp|no such host|i\/o timeout|connection refused|proxyconnect/.test(stderr)) {
    return new UsageError(
      `cannot build ${spec.name}, Go modules cannot be downloaded (${last})`,
      `try again with a network, set GOPROXY to a mirror, ${orGive}`,
    )
  }
  if (/signal: killed/.test(stderr)) {
    return new UsageError(
      `cannot build ${spec.name}, the compiler was killed (${last})`,
      `it probably ran out of memory: set GOFLAGS=-p=1, ${orGive}`,
    )
  }
  return new UsageError(`go build of ${spec.name} failed (${last})`, `see what Go says, ${orGive}`)
}

/** The oldest Go that can build it, from the `go` line of its go.mod. */
async function goVersion(how: BuildSpec): Promise<string> {
  return /^go (\S+)/m.exec(await readFile(join(how.folder, 'go.mod'), 'utf8'))?.[1] ?? '1.26'
}
