import type { Cluster } from './cluster.ts'
import { engineNamespaces } from './kind/engine.ts'
import { MARKER } from './process/marker.ts'
import { ProcessCluster } from './process/process-cluster.ts'
import { sandboxed } from './process/sandbox.ts'
import type { RunPlace } from './run-place.ts'
import type { Where } from './where.ts'

/** The command that starts `argv`, the process of a run, with what keeps the run apart from the rest of the machine. */
export function enclosed(where: Where, argv: readonly string[]): string[] {
  if (where.provider === 'process') return sandboxed(where.isolation, argv)
  if (where.cluster.of === 'ours' && where.cluster.engine) return [...engineNamespaces, ...argv]
  return [...argv]
}

/** Starts an empty cluster; `apply` fills it. @throws UsageError for what the user can mend. */
export async function startCluster(where: Where, run: RunPlace): Promise<Cluster> {
  const env = { [MARKER]: run.id }
  if (where.provider === 'process') return ProcessCluster.start({ ...where, ...run, addressing: where.addresses, env })
  // Loaded on demand: the Kubernetes client takes longer to load than a run on processes takes to start.
  const { KindCluster } = await import('./kind/kind-cluster.ts')
  return KindCluster.start(where, run)
}
