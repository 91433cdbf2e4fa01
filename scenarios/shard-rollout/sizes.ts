import { ARCHIVE, type Topology, withFlags, withPreStop } from '../../harness/mimir/index.ts'
import { manyIngesters } from '../sharding.ts'

/** The tenants that get shards. One more goes on with all pods, and must not notice. */
export const SHARDED = ['tenant-a', 'tenant-b']

/** The tenants whose blocks are sharded: old data is read all the time, and must be found by them. */
export const STORED = [...SHARDED, ARCHIVE.tenant, ARCHIVE.other.tenant]

/**
 * Sizes of their shards: one pod of each zone, and of pods without zones two rulers of three, one compactor of two and two queriers
 * of three. A tenant with one ruler has no rules API while that one is restarted.
 */
export const SIZES = { ingesters: 3, storeGateways: 3, rulers: 2, compactors: 1, queriers: 2 }

/** Ingesters of each of three zones, and all of them. */
export const PER_ZONE = 2
export const INGESTERS = 3 * PER_ZONE

/** Pods that have a tenant's alert state: all four before, three after. */
export const ALERTMANAGERS = { all: 4, factor: 3 }

/** Each Alertmanager has so many replicas of a tenant's state, itself included. */
export const withAlertmanagerFactor = (topology: Topology, factor: number): Topology =>
  withFlags(topology, 'alertmanager', { 'alertmanager.sharding-ring.replication-factor': String(factor) })

/** What there is before anything is sharded: more of each component than a shard has. */
export const before = (pace: Topology['pace']): Topology => {
  const replicas = { 'store-gateway': 2, ruler: 3, querier: 3, compactor: 2, alertmanager: ALERTMANAGERS.all }
  // An Alertmanager is ready before it has loaded its tenants, and rulers look at their ring every 5 s: who ends serves on until the next one does.
  const topology = withPreStop(manyIngesters(pace, PER_ZONE, replicas), ['alertmanager', 'ruler'], [{ sleep: 6 }])
  return withAlertmanagerFactor(topology, ALERTMANAGERS.all)
}
