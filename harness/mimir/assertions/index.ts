import type { Assertions } from '../../observer/assertion-spec.ts'
import type { Topology } from '../topology/topology.ts'
import { at } from '../topology/tree.ts'
import { dataLoss } from './data-loss.ts'
import { downtime } from './downtime.ts'
import { isolation } from './isolation.ts'
import { storage } from './storage.ts'

/** What the metrics of every Mimir must meet. */
export function assertionsOf(topology: Topology): Assertions {
  const replicas = at(topology.config, 'ingester.ring.replication_factor')
  return { ...downtime, ...dataLoss(typeof replicas === 'number' ? replicas : 3), ...storage, ...isolation }
}
