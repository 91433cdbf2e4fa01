/**
 * What reads may wait, ms, when a pod has gone and its address with it, as on Kubernetes: nobody refuses connections to it, so a read that
 * asked it waits for the connect timeout (1 s at the fast pace) before it asks another. Two spacings of probes come on top.
 */
export const readsWhilePodIsGone = { instant: 2000, range: 4000, labels: 4000, rules: 6000 }

/** While a zone says nothing any more, as after a power cut, reads wait for the hedging delay (3 s) as well. */
const HEDGED = 8000

export const readsWhileZoneIsSilent = { instant: HEDGED, range: HEDGED, labels: HEDGED, rules: HEDGED }
