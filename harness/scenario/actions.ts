import type { FaultDriver } from '../faults/fault-driver.ts'
import { diff, inWords } from '../fleet/diff.ts'
import type { Recorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Observer } from '../observer/observer.ts'
import { systemClock } from '../util/clock.ts'
import { reason, UsageError } from '../util/errors.ts'
import type { Deployment } from './deployment.ts'
import { expectTrue } from './expect.ts'
import type { Actions, Scenario } from './scenario.ts'

export interface StepContext {
  scenario: Scenario
  deployment: Deployment<unknown>
  observer: Observer
  faults: FaultDriver
  recorder: Recorder
  run: RunInfo
  programs: Readonly<Record<string, string>>
  signal: AbortSignal
  /** When the running step began, ms. */
  stepBegin: () => number
  /** 0 to 1, from the seed. */
  random: () => number
  /** What clients saw on a path since a moment (ms). */
  seen: Actions['seen']
  /** Who died since a moment (ms). */
  deaths: Actions['deaths']
  /** Tells a background client what to do from now on. */
  turn: Actions['turn']
  /** Places beside this one, by name. */
  places: Readonly<Record<string, OtherPlace>>
}

/** What steps act on in a place beside the main one. */
export type OtherPlace = Pick<StepContext, 'deployment' | 'observer' | 'faults' | 'recorder'>

/** What steps can do, on a running cluster. */
export function actions(context: StepContext): Actions<string, string> {
  const { scenario, deployment, observer, faults, recorder, run, programs, signal, stepBegin, random } = context
  const { seen, deaths, turn, places } = context
  const { cluster } = deployment
  const named = <T>(kind: string, all: Readonly<Record<string, T>>, name: string): T => {
    const found = all[name]
    if (!found)
      throw new UsageError(
        `scenario ${scenario.id} has no ${kind} "${name}"`,
        `it has: ${Object.keys(all).join(', ') || 'none'}`,
      )
    return found
  }
  const expect: Actions['expect'] = (what, condition, { within = 0 } = {}) =>
    expectTrue(what, condition, { recorder, signal, within: observer.patience(within) })
  const apply: Actions['apply'] = async (change, { unchanged = false } = {}) => {
    const next = change(deployment.topology)
    const changes = diff(cluster.fleet, deployment.fleet(next)).map(inWords)
    recorder.record({ type: 'apply', at: systemClock.now(), changes, unchanged })
    if (unchanged) await expect('nothing to change', () => changes.length === 0 || changes.join(', '))
    await deployment.apply(next, signal)
  }
  return {
    cluster,
    get topology() {
      return deployment.topology
    },
    observer,
    signal,
    run,
    seen,
    deaths,
    turn,
    programs,
    async wait(what, { ms, because }, act) {
      const from = systemClock.now()
      const value = await act()
      recorder.record({ type: 'wait', for: what, from, to: systemClock.now(), builtIn: ms, because })
      return value
    },
    async tryPrinted(where, expr) {
      const refusal = await observer.query(expr).then(() => undefined, reason)
      recorder.record({ type: 'document', at: systemClock.now(), where, expr, ...(refusal && { refusal }) })
    },
    async inject(name) {
      // Where in the second a fault strikes comes from the seed: heartbeats and scrapes all tick once a second.
      await systemClock.sleep(random() * 1000, signal)
      await faults.inject(name, named('fault', scenario.faults, name))
    },
    recover: name => faults.recover(name, named('fault', scenario.faults, name)),
    gate: name => observer.pass(name, named('gate', scenario.gates, name), stepBegin(), signal),
    traffic: seconds => systemClock.sleep(seconds * 1000, signal),
    note: (fact, value) => recorder.record({ type: 'fact', fact, at: systemClock.now(), value }),
    tell: table => recorder.record({ type: 'table', at: systemClock.now(), ...table }),
    async restart(name) {
      const restarted = scenario.subject.restart(deployment.topology, name)
      if (restarted !== undefined) return apply(() => restarted)
      recorder.record({ type: 'apply', at: systemClock.now(), changes: [`restart ${name}`], unchanged: false })
      await cluster.restart(name, signal)
    },
    apply,
    expect,
    place: name => actions({ ...context, ...named('place', places, name) }),
  }
}
