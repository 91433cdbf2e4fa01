import type { Fleet, PodSpec, Requests } from '../../fleet/fleet.ts'
import { which } from '../../toolchain/locate.ts'
import { UsageError } from '../../util/errors.ts'
import type { Lack } from '../lacks.ts'
import { PodGroups } from './pod-groups.ts'
import { asUser, demandReadable, lackOf } from './users.ts'

/** A command within its pod's limits. */
export interface Confined {
  argv: readonly string[]
  /** To be called once its process has ended. @returns why the kernel has ended it, in Kubernetes' word; undefined where it did not */
  over(): Promise<'OOMKilled' | undefined>
}

interface ConfinementOptions {
  /** The run's id. */
  run: string
  /** Folder for what must not outlive the run. */
  scratch: string
}

/** Limits and users of the pods of this machine. Control groups are made once a fleet has limits. */
export class Confinement {
  readonly #options: ConfinementOptions
  #groups: PodGroups | undefined

  constructor(options: ConfinementOptions) {
    this.#options = options
  }

  /** @throws UsageError for the first workload whose limits or user can not be had here */
  async demand({ workloads }: Fleet): Promise<void> {
    const { run, scratch } = this.#options
    if (workloads.some(w => w.template.limits)) this.#groups ??= await PodGroups.open(run, scratch)
    for (const { name, template } of workloads) {
      const { limits, runAs } = template
      const cpu = limits?.cpu === undefined ? undefined : this.#groups!.lackOf('cpu')
      if (cpu) throw refused(`workload ${name} may use ${limits!.cpu} cores, and CPU time can not be limited here`, cpu)
      const memory = limits?.memory === undefined ? undefined : this.#groups!.lackOf('memory')
      if (memory && !(await which('prlimit', process.env))) {
        const fix = `${memory.fix}, or install util-linux, which has prlimit`
        throw refused(`workload ${name} may use ${limits!.memory} bytes, and memory can not be limited here`, {
          ...memory,
          fix,
        })
      }
      const other = runAs && (await lackOf(runAs))
      if (other) throw refused(`workload ${name} runs as user ${runAs.user}, which can not be had here`, other)
    }
  }

  /**
   * The command as a pod's template wants it to run. The process keeps its id.
   * @param files what it has to read.
   * @throws UsageError when its user can not read them
   */
  async confine({ name, workload }: PodSpec, argv: readonly string[], files: readonly string[]): Promise<Confined> {
    const { limits, runAs } = workload.template
    if (runAs) await demandReadable(runAs, files)
    const own = runAs ? asUser(runAs, argv) : argv
    if (!limits) return { argv: own, over: async () => undefined }
    const group = await this.#groups!.group(name, limits)
    return {
      argv: group.enter(this.#groups!.lackOf('memory') ? limited(limits, own) : own),
      over: async () => ((await group.leave()).outOfMemory ? 'OOMKilled' : undefined),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#groups?.[Symbol.asyncDispose]()
  }
}

const refused = (what: string, { why, fix }: Lack): UsageError => new UsageError(`${what} (${why})`, fix)

/** Without a control group: what it may write to, as Go's heap is. A Go program that gets no more ends, whatever its last lines say. */
const limited = ({ memory }: Partial<Requests>, argv: readonly string[]): readonly string[] =>
  memory === undefined ? argv : ['prlimit', `--data=${memory}`, ...argv]
