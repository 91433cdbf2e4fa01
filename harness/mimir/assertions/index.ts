import type { Assertions } from '../../observer/assertion-spec.ts'
import type { Component, Topology } from '../topology/topology.ts'
import { at } from '../topology/tree.ts'
import { dataLoss } from './data-loss.ts'
import { downtime } from './downtime.ts'
import { storage } from './storage.ts'
import { isolation } from './tenants-apart.ts'

/** Modules whose pods alone have the metrics: where none runs, no series would answer. */
const OF_MODULE: Readonly<Record<string, Component>> = {
  'evaluations-missed': 'ruler',
  'queries-queued-long': 'query-scheduler',
  'blocks-not-loaded': 'store-gateway',
  'blocks-not-compacted': 'compactor',
}

/** What the metrics of every Mimir must meet, as far as it has the modules. */
export function assertionsOf({ config, workloads }: Topology): Assertions {
  const replicas = at(config, 'ingester.ring.replication_factor')
  const all = { ...downtime, ...dataLoss(typeof replicas === 'number' ? replicas : 3), ...storage, ...isolation }
  const runs = new Set(workloads.flatMap(w => (w.replicas > 0 ? w.modules : [])))
  return Object.fromEntries(
    Object.entries(all).filter(([id]) => OF_MODULE[id] === undefined || runs.has(OF_MODULE[id])),
  )
}
