/** What a scenario is written with, whatever it tests; the rest is in the folder of its subject. Everything here is stable; everything else in the package is not. */

export type { Cluster, Defect, Pod } from './cluster/cluster.ts'
export { partitionZones } from './faults/cut-off.ts'
export type { Fault } from './faults/fault.ts'
export { deleteVolume, killPod, killPods, killZones } from './faults/kill.ts'
export { noOp } from './faults/no-op.ts'
export { pausePods } from './faults/pause.ts'
export { ready } from './faults/proof.ts'
export type { CpuUse, HistoryEvent } from './history/events.ts'
export type { CheckName, PathName } from './history/signal.ts'
export type { Evidence, Finding, Verdict } from './history/verdict.ts'
export { type AlertSpec, type AssertionSpec, type Assertions, growth, total } from './observer/assertion-spec.ts'
export { above, atLeast, below, counted, equals, type Gate, gate, started } from './observer/gate.ts'
export type { Demands, ObjectivesSpec } from './scenario/demands.ts'
export { renewing } from './scenario/renewing.ts'
export type {
  Actions,
  Control,
  Controls,
  FaultMatrix,
  Judged,
  NotTold,
  PlaceSpec,
  Scenario,
  ScenarioSpec,
  Step,
  Steps,
  Variant,
} from './scenario/scenario.ts'
export type { LoadSpec, TenantRole, Tenants } from './scenario/tenants.ts'
export { CPU_PERIOD } from './util/cpu-period.ts'
export { UsageError } from './util/errors.ts'
