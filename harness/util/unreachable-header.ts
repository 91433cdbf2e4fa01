/**
 * Set to `true` on an answer that the harness gave in a cluster's stead, since it could not reach the cluster: such an answer says nothing about the
 * subject, and no probe may blame it.
 */
export const UNREACHABLE_HEADER = 'x-gauntlet-unreachable'
