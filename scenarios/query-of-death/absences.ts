import type { Cluster } from '../../harness/index.ts'

/** A querier that died, and came back under its own id. Times are milliseconds. */
export interface Absence {
  querier: string
  from: number
  /** Undefined where it did not come back while somebody looked. */
  to: number | undefined
}

const EVERY = 100

/** Looks at queriers until the signal fires. Who is back at once may have been away for less than the provider's looks are apart. @returns every absence, in order */
export async function absences(cluster: Pick<Cluster, 'pods'>, signal: AbortSignal): Promise<Absence[]> {
  const all: (Absence & { instance: string | undefined })[] = []
  const instances = new Map<string, string | undefined>()
  for (;;) {
    const now = Date.now()
    for (const { name, state, instance, components } of cluster.pods()) {
      if (!components.includes('querier')) continue
      const open = all.find(a => a.querier === name && a.to === undefined)
      // Who is dead as another instance came back, and died again before anyone looked.
      const isDeadAgain = state === 'died' && open !== undefined && open.instance !== instance
      if (isDeadAgain) open.to = now
      if (state === 'died' && (!open || isDeadAgain)) all.push({ querier: name, from: now, to: undefined, instance })
      if (state !== 'running') continue
      const was = instances.get(name)
      if (open) open.to = now
      else if (was !== undefined && was !== instance) all.push({ querier: name, from: now, to: now, instance: was })
      instances.set(name, instance)
    }
    if (signal.aborted) return all
    await new Promise(resolve => setTimeout(resolve, EVERY))
  }
}
