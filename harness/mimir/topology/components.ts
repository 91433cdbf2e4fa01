import type { ApiGroup, Component } from './topology.ts'

/** What Mimir answers with 200 once all of a pod's modules run. */
export const READY_PATH = '/ready'

/** A hash ring that the instances of a component join. */
interface Ring {
  /** Path of the ring's page; JSON by `Accept: application/json`. */
  page: string
  /** Key in the memberlist store, for `/memberlist?viewKey=`. */
  key: string
}

/** What is true of a component in every deployment. */
interface ComponentFacts {
  /** Keeps a volume: a StatefulSet in Mimir's Helm chart. */
  stateful: boolean
  /** Milliseconds between SIGTERM and SIGKILL in production (terminationGracePeriodSeconds in Mimir's Helm chart). */
  gracePeriod: number
  /** API groups that may be routed to it. A querier could answer reads, but past the scheduler and its shuffle sharding. */
  serves: readonly ApiGroup[]
  /** A query-frontend joins none: it finds schedulers and queriers in theirs. */
  ring?: Ring
  /** The ring is spread over zones: each instance says which one it is in. */
  zoned?: true
  /** Answers clients, so it goes on answering for a while after SIGTERM until they have learned to go elsewhere (`-shutdown-delay`). */
  drains?: true
}

const ring = (page: string, key: string): Ring => ({ page, key })

export const catalogue: Readonly<Record<Component, ComponentFacts>> = {
  distributor: {
    stateful: false,
    gracePeriod: 100_000,
    serves: ['writes'],
    ring: ring('/distributor/ring', 'collectors/distributor'),
    drains: true,
  },
  ingester: {
    stateful: true,
    gracePeriod: 1_200_000,
    serves: [],
    ring: ring('/ingester/ring', 'collectors/ring'),
    zoned: true,
  },
  querier: {
    stateful: false,
    gracePeriod: 180_000,
    serves: [],
    ring: ring('/querier/ring', 'collectors/querier'),
  },
  'query-frontend': { stateful: false, gracePeriod: 390_000, serves: ['reads'], drains: true },
  'query-scheduler': {
    stateful: false,
    gracePeriod: 180_000,
    serves: [],
    ring: ring('/query-scheduler/ring', 'collectors/query-scheduler'),
  },
  'store-gateway': {
    stateful: true,
    gracePeriod: 120_000,
    serves: [],
    ring: ring('/store-gateway/ring', 'collectors/store-gateway'),
    zoned: true,
  },
  compactor: {
    stateful: true,
    gracePeriod: 900_000,
    serves: ['compactor'],
    ring: ring('/compactor/ring', 'collectors/compactor'),
  },
  ruler: {
    stateful: false,
    gracePeriod: 600_000,
    serves: ['rules'],
    ring: ring('/ruler/ring', 'rulers/ring'),
  },
  alertmanager: {
    stateful: true,
    gracePeriod: 900_000,
    serves: ['alerts'],
    ring: ring('/multitenant_alertmanager/ring', 'alertmanagers/alertmanager'),
  },
  'overrides-exporter': {
    stateful: false,
    gracePeriod: 30_000,
    serves: [],
    ring: ring('/overrides-exporter/ring', 'collectors/overrides-exporter'),
  },
}

/** The apiGroups that some of these modules serve. */
export const served = (modules: readonly Component[]): ApiGroup[] => [
  ...new Set(modules.flatMap(m => catalogue[m].serves)),
]
