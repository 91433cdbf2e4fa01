import { equals, gate } from '../harness/index.ts'

const WRITERS = 'component=~".*distributor.*"'
const INGESTERS = 'component=~".*ingester.*"'
const ring = (state: string): string => `sum by (pod) (cortex_ring_members{name="ingester", state${state}, ${WRITERS}})`

/**
 * All zones serve: in the ring that each distributor sees, as many ingesters are ACTIVE as there are, and none is anything else. However many there are of
 * both.
 */
export const ringWhole = gate(
  `abs(${ring('="ACTIVE"')} - on () group_left () count(up{${INGESTERS}})) + ${ring('!="ACTIVE"')}`,
  equals(0),
  '{component=~".*(distributor|ingester).*"}',
)
