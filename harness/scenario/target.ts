import type { Pod } from '../cluster/cluster.ts'

/**
 * What a fault without a target may hit now: names of running pods that can be lost, or of the zones that they are in, in alphabetical order, so
 * that the seed alone decides.
 * @param losable pods that the subject can lose
 */
export function candidates(hits: 'pod' | 'zone', losable: readonly Pod[]): string[] {
  const running = losable.filter(p => p.state === 'running')
  return [...new Set(running.flatMap(p => (hits === 'pod' ? p.name : (p.zone ?? []))))].sort()
}
