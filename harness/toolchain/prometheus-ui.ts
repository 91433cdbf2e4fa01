import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../util/cache-folder.ts'
import { command } from '../util/command.ts'
import { UsageError } from '../util/errors.ts'
import { versionOfBuild } from './build.ts'
import { lock } from './lock.ts'
import type { Progress } from './resolve-options.ts'
import { tools } from './tools.ts'

/** The Go module that the web interface is in, as source. */
const MODULE = 'github.com/prometheus/prometheus'

interface UiOptions {
  /** Build nothing: only what is in the cache will do. */
  offline: boolean
  onProgress: Progress
  signal: AbortSignal
}

/**
 * The assets of Prometheus' web interface, which a Prometheus that was built from its Go module lacks: built once by npm from the source in that module, and
 * kept in the cache. It takes about a minute, and 400 MB of disk meanwhile.
 * @returns the folder, as Prometheus has it in `web/ui/static`
 * @throws UsageError where it can not be built: without Go, npm or a network.
 */
export async function prometheusUi({ offline, onProgress, signal }: UiOptions): Promise<string> {
  const { revision } = await versionOfBuild(tools.prometheus.build!)
  const folder = join(cacheFolder(), 'prometheus-ui', revision)
  const built = join(folder, 'static')
  if (existsSync(built)) return built
  if (offline) throw cannot('--offline downloads nothing', 'leave it out')
  using _ = await lock(join(folder, '.lock'), 'the web interface of Prometheus', { onProgress, signal })
  if (existsSync(built)) return built
  const made = await mkdtemp(join(folder, '.unfinished-'))
  try {
    await make(revision, made, onProgress, signal)
    await rename(join(made, 'static'), built)
    return built
  } finally {
    await rm(made, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function make(revision: string, folder: string, onProgress: Progress, signal: AbortSignal): Promise<void> {
  const run = async (file: string, args: readonly string[], cwd: string): Promise<string> => {
    onProgress([file, ...args].join(' '))
    const ended = await command(file, args, { cwd, signal }).catch((thrown: NodeJS.ErrnoException) => {
      throw thrown.code === 'ENOENT' ? cannot(`there is no ${file} on PATH`, `install ${file}`) : thrown
    })
    if (ended.code === 0) return ended.stdout
    const last = (ended.stderr || ended.stdout).trimEnd().split('\n').slice(-3).join(' ')
    throw cannot(`${file} ${args[0]} failed: ${last}`, 'see what it says')
  }
  const { Dir } = JSON.parse(await run('go', ['mod', 'download', '-json', `${MODULE}@${revision}`], folder))
  const ui = join(folder, 'ui')
  await mkdir(ui)
  // Files of a module can not be written to.
  await run('cp', ['-R', '--no-preserve=mode', `${Dir}/web/ui/.`, ui], folder)
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], ui)
  // In this order, as Prometheus' own build_ui.sh has it.
  for (const module of ['lezer-promql', 'codemirror-promql']) {
    await run('npm', ['run', 'build', '--workspace', `@prometheus-io/${module}`], ui)
  }
  await run('npm', ['exec', '--workspace', '@prometheus-io/mantine-ui', '--', 'vite', 'build'], ui)
  await cp(join(ui, 'mantine-ui', 'dist'), join(folder, 'static', 'mantine-ui'), { recursive: true })
}

const cannot = (why: string, fix: string): UsageError =>
  new UsageError(`the web interface of Prometheus can not be built: ${why}`, fix)
