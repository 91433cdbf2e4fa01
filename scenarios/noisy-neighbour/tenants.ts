import { NOISY, type ShardRing } from '../../harness/mimir/index.ts'
import { choosing } from '../choose-tenants.ts'

/** Two ingesters of each of three zones; a shard has one of each. */
export const PER_ZONE = 2
export const SIZE = 3

/** Replicas that must have taken a sample. */
const QUORUM = 2

/** Ingesters that a tenant shares with the noisy one, where a shard has so many. */
export const sharedWith = (ring: ShardRing, tenant: string, size = SIZE): string[] => {
  const noisy = ring.ids(NOISY, size)
  return ring.ids(tenant, size).filter(id => noisy.includes(id))
}

/** Whether a tenant has a quorum of its replicas on ingesters of the noisy one, so that it is hit when these can not take more. */
export const isHit = (ring: ShardRing, tenant: string, size = SIZE): boolean =>
  sharedWith(ring, tenant, size).length >= QUORUM

/** A tenant that shares no ingester with the noisy one, one that shares one, and one that shares a quorum. */
export const choose = choosing(3 * PER_ZONE, {
  apart: (ring, tenant) => sharedWith(ring, tenant).length === 0,
  one: (ring, tenant) => sharedWith(ring, tenant).length === 1,
  sharer: isHit,
})
