import type { Pod } from '../cluster/cluster.ts'

/**
 * What a fault without a target may hit now: names of running pods that can be lost, or of the zones that they are in, in alphabetical order, so
 * that the seed alone decides.
 * @param safeTargets pods that the subject can lose
 */
export function candidates(hits: 'pod' | 'zone', safeTargets: readonly Pod[]): string[] {
  const running = safeTargets.filter(p => p.state === 'running')
  return [...new Set(running.flatMap(p => (hits === 'pod' ? p.name : (p.zone ?? []))))].sort()
}
