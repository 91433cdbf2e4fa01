import type { Cluster } from '../cluster/cluster.ts'
import { inPlace } from '../cluster/places.ts'
import { beside, programOf } from '../cluster/provider-config.ts'
import type { RunContext } from '../cluster/run-context.ts'
import { startCluster } from '../cluster/start.ts'
import { FaultDriver } from '../faults/fault-driver.ts'
import { Observer } from '../observer/observer.ts'
import type { OtherPlace } from './actions.ts'
import type { PlaceSpec, Scenario } from './scenario.ts'
import type { StepRunner } from './step-runner.ts'
import { turning } from './turning.ts'
import type { Plan } from './worker-messages.ts'

/** The places of a scenario beside the main one, by name. */
export interface OtherPlaces extends AsyncDisposable {
  readonly places: Readonly<Record<string, OtherPlace>>
}

/**
 * Starts the places that a scenario has beside the main one, each with what it runs first.
 * @param main the run, as the main place has it.
 * @param deploy has a cluster run what a place runs first.
 * @throws UsageError where a place can not be beside the main one; nothing is left then
 */
export async function startPlaces(
  { subject, places: specs = {} }: Scenario,
  { providerConfig: config, pace, programs, program }: Plan,
  main: RunContext,
  runner: StepRunner,
  deploy: (cluster: Cluster, spec: PlaceSpec) => Promise<OtherPlace['deployment']>,
): Promise<OtherPlaces> {
  await using started = new AsyncDisposableStack()
  const places: Record<string, OtherPlace> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const there = beside(config, spec.provider, subject.program.tool.name, programs)
    const run = { ...inPlace(main, name), program: programOf(there, subject.name, program.version) }
    const cluster = started.use(await runner.preparation(`make place ${name}`, () => startCluster(there, run)))
    runner.watch(cluster.death)
    const deployment = await runner.step(`start place ${name}`, () => deploy(cluster, spec))
    const { recorder } = run
    const observer = new Observer(cluster.prometheus, recorder, pace, cluster)
    places[name] = {
      deployment,
      observer,
      recorder,
      faults: new FaultDriver(
        { cluster, observer, proofs: subject.proofs, turn: turning(undefined), signal: runner.stop },
        recorder,
      ),
    }
  }
  const rest = started.move()
  return { places, [Symbol.asyncDispose]: () => rest.disposeAsync() }
}
