import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type EngineOptions, engineNamespaces } from '../../harness/cluster/kind/engine.ts'
import type { Ended } from '../../harness/util/command.ts'
import type { NodeImage } from '../../kind/offline/node-image.ts'

const program = fileURLToPath(new URL('engine-process.ts', import.meta.url))

/** An engine in a process and namespaces of its own, to be told what to do and to be killed. */
export class EngineProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#ended = once(child, 'exit')
  }

  /** @returns the engine, whether it had to load the image; or why it refused to start. */
  static async start(
    options: EngineOptions,
    { image, archive }: Pick<NodeImage, 'image' | 'archive'>,
  ): Promise<{ engine: EngineProcess; loaded?: boolean; refused?: string }> {
    const [first, ...flags] = engineNamespaces
    const argument = JSON.stringify({ ...options, image, archive })
    const child = spawn(
      first,
      [...flags, process.execPath, '--disable-warning=ExperimentalWarning', program, argument],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    )
    const engine = new EngineProcess(child)
    const [message] = (await once(child, 'message')) as [{ loaded: boolean } | { refused: string }]
    return { engine, ...message }
  }

  async sh(script: string): Promise<Ended> {
    this.#child.send(script)
    const [ended] = (await once(this.#child, 'message')) as [Ended]
    return ended
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.send('stop')
    await this.#ended
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}

/** What of an engine can be seen on the machine, outside of its namespaces. */
export interface Seen {
  processes: string[]
  mounts: string[]
  cgroups: string[]
  links: string[]
  settings: Record<string, string>
}

const watched = [
  ...['vm/overcommit_memory', 'kernel/panic', 'kernel/panic_on_oops', 'net/ipv4/ip_forward'],
  ...['fs/file-max', 'fs/inotify/max_user_instances', 'fs/inotify/max_user_watches'],
]

/** @param name the run's: a part of its cgroup's name. @param folder a part of all its mounts. */
export async function look(name: string, folder: string): Promise<Seen> {
  const hierarchies = (await readdir('/sys/fs/cgroup')).map(it => `/sys/fs/cgroup/${it}`)
  const groups = await Promise.all(['/sys/fs/cgroup', ...hierarchies].map(it => readdir(it).catch(() => [])))
  const values = watched.map(async it => [it, (await readFile(`/proc/sys/${it}`, 'utf8')).trim()])
  return {
    processes: await processesIn(name),
    mounts: (await readFile('/proc/self/mounts', 'utf8')).split('\n').filter(line => line.includes(folder)),
    cgroups: groups.flat().filter(it => it.includes(name)),
    links: (await readdir('/sys/class/net')).sort(),
    settings: Object.fromEntries(await Promise.all(values)) as Record<string, string>,
  }
}

/** Commands of the processes in a run's cgroups. */
async function processesIn(name: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter(it => /^\d+$/.test(it))
  const lines = await Promise.all(
    pids.map(async pid => {
      const [cgroup, line] = await Promise.all(
        ['cgroup', 'cmdline'].map(file => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')),
      )
      return cgroup!.includes(name) ? [line!.replaceAll('\0', ' ')] : []
    }),
  )
  return lines.flat()
}
