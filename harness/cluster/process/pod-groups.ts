import { appendFile, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Requests } from '../../fleet/fleet.ts'
import { command } from '../../util/command.ts'
import { reason } from '../../util/errors.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { Lack } from '../lacks.ts'
import { isParent, type Parent, parentsHere, type Resource } from './control-groups.ts'
import { oomFiles, ranOutOfMemory, settingsOf } from './group-settings.ts'

/** The file in a run's scratch folder that names its groups, so that whoever ends the run can remove them. */
export const GROUP_LIST = 'control-groups'

/** Milliseconds until the kernel has let go of a group whose processes have ended. */
const REMOVAL_DEADLINE = 5000

const RESOURCES = ['cpu', 'memory'] as const

/** What one start of a pod is confined to. */
export interface PodGroup {
  /** The command that runs `argv` within the limits. The process keeps its id. */
  enter(argv: readonly string[]): string[]
  /** Removes it once its process has ended. @returns whether that wanted more memory than its limit */
  leave(): Promise<{ outOfMemory: boolean }>
}

/** The control groups of a run: one for each start of a pod that has limits, below one of the run's own. */
export class PodGroups {
  /** The run's own group for each resource, or why there is none. */
  readonly #own: Readonly<Record<Resource, Parent | Lack>>
  #made = 0

  private constructor(own: Record<Resource, Parent | Lack>) {
    this.#own = own
  }

  /** Makes the run's own groups where this machine lets it. @param scratch the run's folder for what must not outlive it */
  static async open(run: string, scratch: string): Promise<PodGroups> {
    const own = { ...(await parentsHere()) }
    for (const resource of RESOURCES) {
      const parent = own[resource]
      if (!isParent(parent)) continue
      const group = { ...parent, folder: join(parent.folder, `mimir-gauntlet-${run}`) }
      own[resource] = await make(resource, group, scratch)
      // In version 2 one group may be for both.
      const isUsed = Object.values(own).some(it => isParent(it) && it.folder === group.folder)
      if (!isUsed) await removeGroup(group.folder)
    }
    return new PodGroups(own)
  }

  /** What keeps a resource from being limited; undefined where nothing does. */
  lackOf(resource: Resource): Lack | undefined {
    const own = this.#own[resource]
    return isParent(own) ? undefined : own
  }

  /** Makes a group for one start of a pod. What can not be limited here is left out. */
  async group(pod: string, limits: Partial<Requests>): Promise<PodGroup> {
    const name = `${pod}.${this.#made++}`
    const groups = RESOURCES.flatMap(resource => {
      const [own, amount] = [this.#own[resource], limits[resource]]
      return amount !== undefined && isParent(own)
        ? [{ resource, amount, version: own.version, folder: join(own.folder, name) }]
        : []
    })
    for (const { resource, amount, ...group } of groups) {
      await mkdir(group.folder, { recursive: true })
      for (const { file, value, optional } of settingsOf(resource, group, amount)) {
        await writeFile(join(group.folder, file), value, { flag: 'r+' }).catch((thrown: unknown) => {
          if (!optional) throw thrown
        })
      }
    }
    const folders = [...new Set(groups.map(g => g.folder))]
    const memory = groups.find(g => g.resource === 'memory')
    return {
      enter: argv => (folders.length === 0 ? [...argv] : inGroups(folders, argv)),
      async leave() {
        const texts = await Promise.all(
          (memory ? oomFiles[memory.version] : []).map(file =>
            readFile(join(memory!.folder, file), 'utf8').catch(() => ''),
          ),
        )
        await Promise.all(folders.map(removed))
        return { outOfMemory: memory !== undefined && ranOutOfMemory(memory.version, texts) }
      },
    }
  }

  /** Removes the run's own groups, and whatever is left below them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Object.values(this.#own).map(own => (isParent(own) ? removeGroup(own.folder) : undefined)))
  }
}

/** Makes the run's own group for a resource, and tries whether processes can go below it. */
async function make(resource: Resource, group: Parent, scratch: string): Promise<Parent | Lack> {
  try {
    // First: who ends the run must know of it.
    await mkdir(scratch, { recursive: true })
    await appendFile(join(scratch, GROUP_LIST), `${group.folder}\n`)
    await mkdir(group.folder, { recursive: true })
    if (group.version === 2)
      await writeFile(join(group.folder, 'cgroup.subtree_control'), `+${resource}`, { flag: 'r+' })
    const trial = join(group.folder, 'trial')
    await mkdir(trial)
    const [program, ...args] = inGroups([trial], ['true'])
    const { code, stderr } = await command(program!, args)
    await removed(trial)
    if (code !== 0) throw new Error(stderr.trim())
    return group
  } catch (thrown) {
    return {
      why: `a run can not make control groups of its own: ${reason(thrown)}`,
      fix: 'run as root, or as a user to whom control groups are delegated (systemd-run --user --scope -p Delegate=yes)',
    }
  }
}

const inGroups = (folders: readonly string[], argv: readonly string[]): string[] => [
  'sh',
  '-ec',
  `${folders.map((_, i) => `echo 0 > "$${i + 1}/cgroup.procs"`).join('\n')}\nshift ${folders.length}\nexec "$@"`,
  'sh',
  ...folders,
  ...argv,
]

/** Removes a group and those below it, as far as they are there. @throws DeadlineError while a process is in one of them */
export async function removeGroup(folder: string): Promise<void> {
  const below = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const group of below.filter(it => it.isDirectory())) await removeGroup(join(folder, group.name))
  await removed(folder)
}

/** A process that was killed is in its group a moment longer. What can not be removed for any other reason was never made. */
const removed = (folder: string): Promise<void> =>
  until(
    () =>
      rmdir(folder).then(
        () => done(undefined),
        (thrown: NodeJS.ErrnoException) =>
          thrown.code === 'EBUSY' || thrown.code === 'ENOTEMPTY' ? notYet(reason(thrown)) : done(undefined),
      ),
    { for: `control group ${folder} to be empty`, deadline: REMOVAL_DEADLINE, every: 10 },
  )
