/**
 * What reads may wait, ms, when a pod has gone and its address with it, as on Kubernetes: nobody refuses connections to it, so a read that
 * asked it waits for the connect timeout (1 s at the fast pace) before it asks another. Two spacings of probes come on top.
 */
export const readsWhilePodIsGone = {
  because: 'a read that asks the pod waits for the connect timeout, 1 s, before it asks another',
  instant: 2000,
  range: 4000,
  labels: 4000,
  'cross-tenant': 4000,
  rules: 6000,
} as const

/**
 * While a zone says nothing any more, as after a power cut, reads wait for the hedging delay as well. Where a zone is processes, the kernel tells the
 * others at once.
 */
export const readsWhileZoneIsSilent = {
  because: 'a read that asks the zone waits for the hedging delay, 3 s, and for connect timeouts',
  instant: 8000,
  range: 8000,
  labels: 8000,
  'cross-tenant': 8000,
  rules: 8000,
} as const

/** As long as a fault may last: whoever is hit is out until it is recovered. */
const OUT = { longestGap: 120_000, latency: 120_000, errorRatio: 1 } as const

/** What a tenant must do without whose reads are not answered, */
export const noReads = { instant: OUT, range: OUT, labels: OUT, 'cross-tenant': OUT, rules: OUT } as const

/** and whose writes fail, too: its rules are evaluated by them. */
export const noReadsNorWrites = { ...noReads, writes: OUT, 'rules-api': OUT, evaluations: 120_000 } as const
