import type { Topology, Zone } from '../../topology/topology.ts'
import { at } from '../../topology/tree.ts'

/** The zones in which a topology has ingesters, in its order. */
export const zonesWithIngesters = ({ workloads }: Pick<Topology, 'workloads'>): Zone[] => [
  ...new Set(workloads.flatMap(w => (w.zone && w.modules.includes('ingester') ? [w.zone] : []))),
]

/** Why zones of a topology can not be asked for each sample; undefined where they can. */
export function whyNotAsked(topology: Topology): string | undefined {
  const zones = zonesWithIngesters(topology).length
  const factor = at(topology.config, 'ingester.ring.replication_factor')
  if (zones < 2) return 'ingesters are in no zones, so no replica can be asked alone'
  if (at(topology.config, 'ingester.ring.zone_awareness_enabled') !== true || factor !== zones)
    return `with a replication factor of ${factor} in ${zones} zones not each zone has to hold each sample`
  return undefined
}
