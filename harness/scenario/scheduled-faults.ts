import type { Cluster } from '../cluster/cluster.ts'
import type { FaultDriver } from '../faults/fault-driver.ts'
import { faultKinds } from '../faults/fault-kinds.ts'
import type { Recorder } from '../history/recorder.ts'
import { systemClock } from '../util/clock.ts'
import { UsageError } from '../util/errors.ts'
import { seeded } from '../util/random.ts'
import { done, notYet, until } from '../util/until.ts'
import { candidates } from './fault-target.ts'
import { noTarget, type RequestedFault, stepMeant } from './requested-fault.ts'
import type { StepRunner } from './step-runner.ts'
import type { Subject } from './subject.ts'

/** Milliseconds after the begin of a step within which a fault in its middle strikes. */
const MOMENTS = 2000
/** Milliseconds that the load goes on between the proof of the effect and the recovery. */
const LASTS = 3000
/** Milliseconds until a pod runs that is to be hit: the step may be about to add it, or to start it again. */
const APPEARS = 20_000

/** What strikes take place on. */
interface Field {
  cluster: Pick<Cluster, 'pods'>
  subject: Pick<Subject, 'safeTargets' | 'safeTargetWords'>
  faults: FaultDriver
  recorder: Recorder
  seed: number
  signal: AbortSignal
  /** Told in a few words what is going on beside the step. */
  onProgress(text: string): void
}

interface Strike {
  fault: RequestedFault
  step: number
  /** Unique among all of them. */
  name: string
  random: () => number
}

/** The faults that were asked for, each struck at its step, proved, and recovered. */
export class ScheduledFaults {
  readonly #all: readonly Strike[]
  readonly #field: Field

  /** @param steps names of the scenario's steps. @throws UsageError when a fault is asked for at a step that there is not. */
  constructor(requested: readonly RequestedFault[], steps: readonly string[], field: Field) {
    this.#field = field
    this.#all = requested.map((fault, i) => ({
      fault,
      step: stepMeant(steps, fault.step),
      name: `${fault.text} (${i + 1})`,
      // Of its own: how much chance the load used up until now differs from run to run.
      random: seeded(field.seed * 1009 + i),
    }))
  }

  /** Faults at a boundary of a step are steps themselves. */
  async at(when: 'before' | 'after', step: number, runner: StepRunner): Promise<void> {
    for (const it of this.#of(step, when)) await runner.step(`fault ${it.fault.text}`, () => this.#strike(it))
  }

  /** Carries out a step, and strikes in its middle. Neither is left alone when the other fails. */
  async during(step: number, run: () => Promise<void>): Promise<void> {
    const over = new AbortController()
    const acts = [
      run().finally(() => over.abort()),
      ...this.#of(step, 'during').map(async it => {
        // No later than the step's own end: the fault belongs to it.
        await systemClock
          .sleep(it.random() * MOMENTS, AbortSignal.any([over.signal, this.#field.signal]))
          .catch(() => {})
        this.#field.signal.throwIfAborted()
        await this.#strike(it)
      }),
    ]
    const failed = (await Promise.allSettled(acts)).find(act => act.status === 'rejected')
    if (failed) throw failed.reason
  }

  #of(step: number, when: RequestedFault['when']) {
    return this.#all.filter(it => it.step === step && it.fault.when === when)
  }

  async #strike({ fault: requested, name, random }: Strike): Promise<void> {
    const { faults, signal, onProgress } = this.#field
    const target = await this.#target(requested, random)
    const fault = faultKinds[requested.kind].make(target)
    onProgress(`${requested.kind} ${target}`)
    try {
      await faults.inject(name, fault, requested.text)
      await systemClock.sleep(LASTS, signal)
    } catch (thrown) {
      // What has no proof is taken back all the same: the samples are still to be read.
      await faults.recover(name, fault).catch(() => {})
      throw thrown
    }
    onProgress(`${target} comes back`)
    await faults.recover(name, fault)
  }

  /** One that is there at this moment: the one that was named, or one that the seed chooses. */
  async #target({ text, kind, target }: RequestedFault, random: () => number): Promise<string> {
    const { cluster, subject, recorder, signal } = this.#field
    const safeTargets = () => subject.safeTargets(cluster.pods())
    const { hits } = faultKinds[kind]
    if (target === undefined && safeTargets().length === 0) {
      throw new UsageError(
        `fault "${text}": no ${subject.safeTargetWords} is in a zone, so none can be chosen`,
        `name a ${hits}, as in ${kind}:<${hits}>@...`,
      )
    }
    const there = () => cluster.pods().filter(p => p.state === 'running')
    const among = await until(
      () => {
        const found =
          target === undefined
            ? candidates(hits, safeTargets())
            : there().some(p => (hits === 'pod' ? p.name : p.zone) === target)
              ? [target]
              : []
        return found.length > 0 ? done(found) : notYet(`running are ${there().map(p => p.name)}`)
      },
      { for: `${target ?? `a ${hits} to hit`} to be there`, deadline: APPEARS, every: 20, signal },
    ).catch(thrown => {
      signal.throwIfAborted()
      if (target === undefined) throw thrown
      throw noTarget(
        text,
        target,
        hits,
        hits === 'pod' ? there().map(p => p.name) : [...new Set(there().flatMap(p => p.zone ?? []))],
      )
    })
    const chosen = among[Math.floor(random() * among.length)]!
    recorder.record({
      type: 'fact',
      fact: 'target of a fault',
      at: systemClock.now(),
      value: { requested: text, chosen, among },
    })
    return chosen
  }
}
