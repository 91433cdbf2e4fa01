/** What a scenario is written with. Everything here is stable; everything else in the package is not. */

export { lostSamples, type SampleSet } from './checks/loss.ts'
export type { Defect, Pod } from './cluster/cluster.ts'
export type { Fault } from './faults/fault.ts'
export { deleteVolume, killPod, killZones } from './faults/kill.ts'
export { partitionZones } from './faults/partition.ts'
export { pausePods } from './faults/pause.ts'
export { powerless } from './faults/powerless.ts'
export { ready } from './faults/proof.ts'
export type { CheckName } from './history/check-names.ts'
export { type Dataset, labelsOf, seriesOf, seriesOfStripe } from './history/dataset.ts'
export type { HistoryEvent } from './history/events.ts'
export type { PathName } from './history/path-names.ts'
export type { Evidence, Finding, Verdict } from './history/verdict.ts'
export { alerts, archive, witness } from './load/companions.ts'
export { k6 } from './load/k6/companion.ts'
export { postRuleGroup } from './mimir/api.ts'
export { call } from './mimir/call.ts'
export { configOf } from './mimir/config.ts'
export { membersAre } from './mimir/members.ts'
export { metricsOf } from './mimir/metrics.ts'
export { type RingName, readRing } from './mimir/rings.ts'
export { ownersOf, seriesToken } from './mimir/series-token.ts'
export { flushed, growing, indexed, noticed, synchronised } from './mimir/store.ts'
export * from './mimir/topology/migration.ts'
export { microservices, readWrite, redundantMicroservices } from './mimir/topology/modes.ts'
export * from './mimir/topology/operations.ts'
export type { Component, Topology, Workload, Zone } from './mimir/topology/types.ts'
export { group, workload } from './mimir/topology/workload.ts'
export { above, atLeast, below, equals, type Gate, gate } from './observer/gate.ts'
export { scenario } from './scenario/declare.ts'
export type { Demands, ObjectivesSpec } from './scenario/demands.ts'
export { renewing } from './scenario/renewing.ts'
export type {
  Actions,
  Control,
  Controls,
  FaultMatrix,
  Judged,
  PlaceSpec,
  Reading,
  Scenario,
  ScenarioSpec,
  Step,
  Steps,
} from './scenario/scenario.ts'
export type { LoadSpec, TenantRole, Tenants } from './scenario/tenants.ts'
export { UsageError } from './util/errors.ts'
