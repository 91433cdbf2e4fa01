import type { CpuPressureEvent, HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { sumByName } from '../util/sum-by-name.ts'
import { span } from './explain.ts'
import { least } from './statistics.ts'
import { startingPods, timesOfChange, usualCpu } from './usual-cpu.ts'

/**
 * Who took the CPUs in a time in which programs waited for one.
 * outside: programs outside of this run, or instruments of it (harness, gateway, observer). crowded: pods that start, which in production have CPUs of their
 * own; or nobody more than usual, so that the machine is too small. subject: pods that are up and have no more to do than in the steady state, or than in the minute before.
 * untold: nobody can tell.
 */
export interface Taken {
  by: 'outside' | 'crowded' | 'subject' | 'untold'
  /** `programs outside of this run had 1.830 s of 2.000 s of CPU` */
  words: string
  /**
   * Nobody had more than usual: share of the time in which programs waited in the steady state all the same. So much pressure makes no gap, and explains
   * none.
   */
  usualPressure?: number
}

/** Tells who took the CPUs in some stretches of pressure. */
export type Takers = (stretches: readonly CpuPressureEvent[]) => Taken

/**
 * How many times what it had in the steady state a pod or instrument may have before the rest counts as taken. In a short time work is unevenly spread; and
 * while something changes, pods that stay have more to do.
 */
const UNEVEN = 2
const WITH_MORE_TO_DO = 8
/** Share of the CPUs below which nobody took them. */
const LITTLE = 0.25

/** Milliseconds by which the kernel's count of a process may be off: it counts in ticks. */
const TICK = 10

type Kind = 'outside' | 'instruments' | 'starting' | 'subject' | 'moreToDo'

export function takersOf(run: RunInfo, events: readonly HistoryEvent[]): Takers {
  const usual = usualCpu(run, events)
  const isStarting = startingPods(events)
  const isChanging = timesOfChange(run, events)
  return stretches => {
    const known = stretches.flatMap(({ from, to, use }) => (use ? [{ from, to, use }] : []))
    const capacity = known.reduce((sum, { from, to, use }) => sum + use.cpus * (to - from), 0)
    if (usual === undefined || capacity === 0) return { by: 'untold', words: 'the kernel did not tell who had the CPU' }
    const account = new Account()
    const time = known.reduce((sum, { from, to }) => sum + to - from, 0)
    const moment = least(known, k => k.from)
    const factor = known.some(isChanging) ? WITH_MORE_TO_DO : UNEVEN
    for (const { use } of known) account.add('outside', '', use.outside + use.stolen)
    for (const [name, ms] of Object.entries(sumByName(...known.map(({ use }) => use.instruments))))
      account.add('instruments', name, ms - UNEVEN * usual.instrument(name) * time - TICK)
    for (const [name, ms] of Object.entries(sumByName(...known.map(({ use }) => use.pods)))) {
      const own = usual.pod(name, moment)
      if (own === undefined || known.some(stretch => isStarting(name, stretch))) account.add('starting', name, ms)
      else {
        const most = factor * own * time + TICK
        account.add('subject', name, ms - most)
        account.add('moreToDo', name, Math.min(ms, most) - UNEVEN * own * time - TICK)
      }
    }
    return verdictOn(account, capacity, usual.pressure)
  }
}

/** More than half of what was taken decides. What several took together nobody can tell, unless none of them is what is under test. */
function verdictOn(account: Account, capacity: number, usualPressure: number): Taken {
  const all = account.total()
  const has = (...kinds: Kind[]) => account.total(...kinds)
  const told = (by: Taken['by'], whose: string, ms: number): Taken => ({
    by,
    words: `${whose} had ${span(ms)} of ${span(capacity)} of CPU`,
  })
  if (all < LITTLE * capacity)
    return { by: 'crowded', words: 'this run as a whole needed more CPU than there is', usualPressure }
  if (has('subject') > all / 2)
    return told('subject', `pods with no more to do than before (${account.names('subject')})`, has('subject'))
  if (has('subject', 'moreToDo') > all / 2)
    return told('untold', `pods (${account.names('subject', 'moreToDo')})`, has('subject', 'moreToDo'))
  const instruments = has('instruments')
  if (has('outside') >= Math.max(instruments, has('starting')))
    return told('outside', 'programs outside of this run', has('outside'))
  if (instruments >= has('starting'))
    return told('outside', `instruments of this run (${account.names('instruments')})`, instruments)
  return told('crowded', `pods that started (${account.names('starting')})`, has('starting'))
}

/** Milliseconds of CPU by who took them. */
class Account {
  readonly #taken = new Map<Kind, Map<string, number>>()

  add(kind: Kind, name: string, ms: number): void {
    if (ms <= 0) return
    const own = this.#taken.get(kind) ?? new Map<string, number>()
    own.set(name, (own.get(name) ?? 0) + ms)
    this.#taken.set(kind, own)
  }

  /** @param kinds all of them where none is named */
  total(...kinds: Kind[]): number {
    return this.#of(kinds).reduce((sum, [, ms]) => sum + ms, 0)
  }

  /** The two that took the most, and how many others. */
  names(...kinds: Kind[]): string {
    const sums = Object.entries(sumByName(...this.#of(kinds).map(([name, ms]) => ({ [name]: ms }))))
    const [first, second, ...rest] = sums.sort(([, a], [, b]) => b - a).map(([name]) => name)
    return [first, second, rest.length > 0 ? `${rest.length} more` : undefined].filter(n => n !== undefined).join(', ')
  }

  #of(kinds: readonly Kind[]): [name: string, ms: number][] {
    return [...this.#taken].flatMap(([kind, own]) => (kinds.length === 0 || kinds.includes(kind) ? [...own] : []))
  }
}
