/** What a scenario about Mimir is written with, beside what is in the core's index. Everything here is stable. */
import { scenarioOf } from '../scenario/declare.ts'
import type * as core from '../scenario/scenario.ts'
import { mimir } from './mimir.ts'
import type { Topology } from './topology/topology.ts'

// Names of their paths and checks, which a scenario has objectives for and expects to be red. Declarations of an installed package keep no other way to these files.
import './signals/ledger/index.ts'
import './signals/reads/index.ts'
import './signals/rules/index.ts'
import './topology/versions.ts'

export { postAlertmanagerConfig, postSilence } from './alertmanager.ts'
export { postRuleGroup } from './api.ts'
export { ingestersOfShard } from './assertions/tenants-apart.ts'
export { call } from './call.ts'
export { configOf } from './config.ts'
export { membersAre } from './members.ts'
export { metricsBy, metricsOf } from './metrics.ts'
export { type SeriesToWrite, writeSeries } from './remote-write/write-series.ts'
export { type RingName, readRing } from './rings.ts'
export { hasOverrides } from './runtime-overrides.ts'
export { ownersOf, ruleGroupToken, seriesToken, tenantToken } from './series-token.ts'
export { keptByZones } from './shards/kept.ts'
export { type TokenHolder, TokenOwners } from './shards/owners.ts'
export { querierShard } from './shards/querier-shard.ts'
export { readShardRing } from './shards/read-shard-ring.ts'
export { type Lookback, type ShardMember, ShardRing } from './shards/shard-ring.ts'
export { alerts } from './signals/alerts/index.ts'
export { ARCHIVE } from './signals/archive/archived.ts'
export { archive } from './signals/archive/index.ts'
export { floodOf } from './signals/flood/flood-faults.ts'
export { floods } from './signals/flood/index.ts'
export { NOISY } from './signals/flood/noisy.ts'
export { k6 } from './signals/k6/index.ts'
export { type Dataset, labelsOf, seriesOf, seriesOfStripe, timeOf } from './signals/ledger/dataset.ts'
export { lostSamples, type SampleSet } from './signals/ledger/loss.ts'
export { type ReadEvent, stripesOfRead } from './signals/reads/reads-records.ts'
export { referencePrometheus } from './signals/reference-prometheus/index.ts'
export { RECORD } from './signals/rules/rule.ts'
export {
  flush as flushed,
  waitForBlocksSync as synchronised,
  waitForIndexReload as noticed,
  waitForIndexUpdate as indexed,
  watchIncrease as growing,
} from './store.ts'
export { blocksNotServed, blockToken, storedBlocks } from './stored-blocks.ts'
export * from './topology/migration.ts'
export { microservices, oneOfEach, readWrite } from './topology/modes.ts'
export * from './topology/operations.ts'
export type { Component, Topology, Workload, Zone } from './topology/topology.ts'
export { group, workload } from './topology/workload.ts'
export { mimir }

/** Declares a scenario about Mimir: the default export of a scenario file. */
export const scenario = scenarioOf(mimir)

/** What a step can do, on a Mimir. A function that takes `Actions` as they are uses no gate and no fault of a scenario, and serves every one. */
export type Actions<Gates extends string = never, Faults extends string = never> = core.Actions<Gates, Faults, Topology>

/** A step, on a Mimir. */
export type Step<Gates extends string = never, Faults extends string = never> = core.Step<Gates, Faults, Topology>

/** Steps in a file of their own: `export const steps = [...] as const satisfies Steps<keyof typeof gates>`. */
export type Steps<Gates extends string = never, Faults extends string = never> = core.Steps<Gates, Faults, Topology>

/** Controls in a file of their own: `export const controls = [...] as const satisfies Controls`. */
export type Controls<Gates extends string = never, Faults extends string = never> = core.Controls<
  Gates,
  Faults,
  Topology
>
