import type { Pod } from '../cluster/cluster.ts'

/**
 * Pods that a healthy zone-aware Mimir can lose: ingesters in zones, or where there is none, store-gateways in zones. Whether they run at this
 * moment is another question.
 */
export function losable(pods: readonly Pod[]): Pod[] {
  const zoned = pods.filter(p => p.zone !== undefined)
  const ingesters = zoned.filter(p => p.components.includes('ingester'))
  return ingesters.length > 0 ? ingesters : zoned.filter(p => p.components.includes('store-gateway'))
}

/**
 * What a fault without a target may hit now: names of running pods that can be lost, or of the zones that they are in, in alphabetical order, so
 * that the seed alone decides.
 */
export function candidates(hits: 'pod' | 'zone', pods: readonly Pod[]): string[] {
  const running = losable(pods).filter(p => p.state === 'running')
  return [...new Set(running.map(p => (hits === 'pod' ? p.name : p.zone!)))].sort()
}
