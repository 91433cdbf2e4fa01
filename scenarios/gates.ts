import { equals, gate } from '../harness/index.ts'

/** All three zones serve: every ingester is ACTIVE in the ring that each distributor sees, and none is anything else. */
export const ringWhole = gate(
  'sum by (pod) (cortex_ring_members{name="ingester", state="ACTIVE", component="distributor"})',
  equals(3),
  '{component=~"distributor|ingester"}',
)
