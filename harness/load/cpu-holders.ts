import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { CpuUse } from '../history/events.ts'
import { HERTZ, type ProcessStat, processStats } from '../util/processes.ts'
import { sumByName } from '../util/sum-by-name.ts'

/** A pod, as the kernel's numbers can be told to be its: by the id of its process, or by the UID that its control group is named by. */
export interface HeldBy {
  readonly name: string
  readonly instance: string | undefined
  /** Further processes that count as the pod's. */
  readonly processes?: readonly number[]
}

/** Where the kernel's numbers come from; tests give their own. */
export interface Kernel {
  processes(): ProcessStat[]
  /** /proc/stat */
  machine(): string
  /** /proc/<pid>/cgroup */
  groups(pid: number): string
  /** /proc/<pid>/cmdline */
  command(pid: number): string
  cpus: number
}

const linux: Kernel = {
  processes: processStats,
  machine: () => readFileSync('/proc/stat', 'latin1'),
  groups: pid => readFileSync(`/proc/${pid}/cgroup`, 'latin1'),
  command: pid => readFileSync(`/proc/${pid}/cmdline`, 'latin1'),
  cpus: availableParallelism(),
}

const MS = 1000 / HERTZ

interface Seen {
  /** Ticks of each process. */
  processes: Map<number, ProcessStat>
  busy: number
  stolen: number
}

/** Tells who had the CPUs since it was last asked. */
export class CpuHolders {
  readonly #pods: () => readonly HeldBy[]
  readonly #root: number
  readonly #kernel: Kernel
  /** The UID in the name of a process' control group, where that is a pod's. */
  readonly #uids = new Map<number, string | undefined>()
  /** What the run's own processes are called. */
  readonly #names = new Map<number, string>()
  #last: Seen | undefined

  /** @param root the process whose descendants are the run. */
  constructor(pods: () => readonly HeldBy[], root = process.pid, kernel: Kernel = linux) {
    this.#pods = pods
    this.#root = root
    this.#kernel = kernel
    this.#last = this.#look()
  }

  /** Who had the CPUs since the last call; undefined where the kernel does not tell. */
  since(): CpuUse | undefined {
    const before = this.#last
    const now = this.#look()
    this.#last = now
    return before && now && this.#between(before, now)
  }

  #look(): Seen | undefined {
    const all = this.#kernel.processes()
    if (all.length === 0) return undefined
    try {
      return { processes: new Map(all.map(p => [p.pid, p])), ...machineTicks(this.#kernel.machine()) }
    } catch {
      return undefined
    }
  }

  #between(before: Seen, now: Seen): CpuUse {
    const holderOf = this.#holders(now.processes)
    const pods: Record<string, number> = {}
    const instruments: Record<string, number> = {}
    let ours = 0
    for (const process of now.processes.values()) {
      const ms = (process.ticks.own - (before.processes.get(process.pid)?.ticks.own ?? 0)) * MS
      if (ms <= 0) continue
      const holder = holderOf(process)
      if (holder === undefined) continue
      ours += ms
      const whose = holder.pod === undefined ? instruments : pods
      const name = holder.pod ?? this.#nameOf(process)
      whose[name] = (whose[name] ?? 0) + ms
    }
    return {
      pods,
      instruments,
      outside: Math.max(0, (now.busy - before.busy) * MS - ours),
      stolen: (now.stolen - before.stolen) * MS,
      cpus: this.#kernel.cpus,
    }
  }

  /** Whose a process is: a pod's, the run's own, or (undefined) of neither. */
  #holders(processes: ReadonlyMap<number, ProcessStat>) {
    const pods = this.#pods()
    const byPid = new Map<number, string>()
    const byUid = new Map<string, string>()
    for (const { name, instance = '', processes: more = [] } of pods) {
      if (/^\d+$/.test(instance)) byPid.set(Number(instance), name)
      else if (instance !== '') byUid.set(instance, name)
      for (const pid of more) byPid.set(pid, name)
    }
    return (process: ProcessStat): { pod: string | undefined } | undefined => {
      // First of all: containers of an engine that the run has started descend from it, too.
      const uid = byUid.size === 0 ? undefined : this.#uidOf(process.pid)
      const contained = uid === undefined ? undefined : byUid.get(uid)
      if (contained !== undefined) return { pod: contained }
      // Bounded: a chain of parents is no longer than there are processes.
      let at: ProcessStat | undefined = process
      for (let i = 0; at && i < processes.size; i++) {
        const pod = byPid.get(at.pid)
        if (pod !== undefined) return { pod }
        if (at.pid === this.#root) return { pod: undefined }
        at = processes.get(at.parent)
      }
      return undefined
    }
  }

  #nameOf({ pid, name }: ProcessStat): string {
    if (pid === this.#root) return 'harness'
    const known = this.#names.get(pid) ?? scriptOf(this.#read('command', pid)) ?? name
    this.#names.set(pid, known)
    return known
  }

  #uidOf(pid: number): string | undefined {
    if (!this.#uids.has(pid)) this.#uids.set(pid, podUid(this.#read('groups', pid)))
    return this.#uids.get(pid)
  }

  /** Empty where the process has gone. */
  #read(what: 'groups' | 'command', pid: number): string {
    try {
      return this.#kernel[what](pid)
    } catch {
      return ''
    }
  }
}

/** The UID of the pod whose control group a process is in: the kubelet names it so, with `_` for `-` where systemd keeps the groups. */
export const podUid = (groups: string): string | undefined =>
  /\bpod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})\b/.exec(groups)?.[1]?.replaceAll('_', '-')

/** A program of the harness, by its script: `gateway` of `gateway-process.ts`. Undefined for other programs. */
const scriptOf = (command: string): string | undefined => /([\w-]+?)(?:-process)?\.[jt]s\0/.exec(command)?.[1]

/** Of all CPUs, since boot: user, nice, system, irq and softirq; and steal (proc(5)). */
function machineTicks(stat: string): Pick<Seen, 'busy' | 'stolen'> {
  const [user, nice, system, , , irq, soft, stolen] = /^cpu +(.*)$/m.exec(stat)![1]!.split(' ').map(Number) as number[]
  return { busy: user! + nice! + system! + irq! + soft!, stolen: stolen! }
}

/** What was used in two stretches of time that follow one another. */
export const together = (a: CpuUse, b: CpuUse): CpuUse => ({
  pods: sumByName(a.pods, b.pods),
  instruments: sumByName(a.instruments, b.instruments),
  outside: a.outside + b.outside,
  stolen: a.stolen + b.stolen,
  cpus: a.cpus,
})
