/** What a scenario about Prometheus is written with, beside what is in the core's index. */
import { scenarioOf } from '../scenario/declare.ts'
import type * as core from '../scenario/scenario.ts'
import { prometheus } from './prometheus-subject.ts'
import type { ServerTopology } from './server-topology.ts'

// Names of their paths and checks.
import './signals/data-source/index.ts'
import './signals/ticks/index.ts'

export { copyPass, type Pass } from './copy-pass.ts'
export { running, type ServerTopology, stopped, stoppedServer } from './server-topology.ts'
export { dataOf, diskOf, seriesOn } from './sides.ts'
export { CLUSTER, METRIC, SCRAPE, SERIES, VM } from './ticks-plan.ts'

/** Declares a scenario about Prometheus: the default export of a scenario file. */
export const scenario = scenarioOf(prometheus)

/** What a step can do, on a Prometheus. */
export type Actions<Gates extends string = never, Faults extends string = never> = core.Actions<
  Gates,
  Faults,
  ServerTopology
>

/** Steps in a file of their own. */
export type Steps<Gates extends string = never, Faults extends string = never> = core.Steps<
  Gates,
  Faults,
  ServerTopology
>

/** Controls in a file of their own. */
export type Controls<Gates extends string = never, Faults extends string = never> = core.Controls<
  Gates,
  Faults,
  ServerTopology
>
