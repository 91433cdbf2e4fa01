import type { Cluster } from '../../harness/index.ts'

const EVERY = 100

/** Replaces each querier that has died by another pod, as whoever deletes the dead one does, until the signal fires. */
export async function replaceDead(cluster: Cluster, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const { name, state, components } of cluster.pods())
      if (state === 'died' && components.includes('querier')) await cluster.restart(name)
    await new Promise(resolve => setTimeout(resolve, EVERY))
  }
}
