/**
 * Set to `broken` on an answer that came from the harness's own way into a cluster, since it could not reach the cluster: such an answer says
 * nothing about the subject, and no probe may blame it.
 */
export const WAY_HEADER = 'x-gauntlet-way'
