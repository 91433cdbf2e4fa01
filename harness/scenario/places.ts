import type { Cluster } from '../cluster/cluster.ts'
import { inPlace } from '../cluster/places.ts'
import type { RunPlace } from '../cluster/run-place.ts'
import { startCluster } from '../cluster/start.ts'
import { beside, programOf } from '../cluster/where.ts'
import { Faults } from '../faults/faults.ts'
import { Observer } from '../observer/observer.ts'
import type { OtherPlace } from './actions.ts'
import type { Plan } from './messages.ts'
import type { PlaceSpec, Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

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
  { places: specs = {} }: Scenario,
  { where, pace, programs, mimir }: Plan,
  main: RunPlace,
  stage: Stage,
  deploy: (cluster: Cluster, spec: PlaceSpec) => Promise<OtherPlace['deployment']>,
): Promise<OtherPlaces> {
  await using started = new AsyncDisposableStack()
  const places: Record<string, OtherPlace> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const there = beside(where, spec.provider, programs)
    const run = { ...inPlace(main, name), program: programOf(there, mimir.version) }
    const cluster = started.use(await stage.preparation(`make place ${name}`, () => startCluster(there, run)))
    stage.watch(cluster.death)
    const deployment = await stage.step(`start place ${name}`, () => deploy(cluster, spec))
    const { recorder } = run
    const observer = new Observer(cluster.prometheus, recorder, pace)
    places[name] = {
      deployment,
      observer,
      recorder,
      faults: new Faults({ cluster, observer, signal: stage.stop }, recorder),
    }
  }
  const rest = started.move()
  return { places, [Symbol.asyncDispose]: () => rest.disposeAsync() }
}
