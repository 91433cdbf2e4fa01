import type { Cluster } from './cluster.ts'
import { engineNamespaces } from './kind/engine.ts'
import { MARKER } from './process/marker.ts'
import { ProcessCluster } from './process/process-cluster.ts'
import { sandboxed } from './process/sandbox.ts'
import type { ProviderConfig } from './provider-config.ts'
import type { RunContext } from './run-context.ts'

/** The command that starts `argv`, the process of a run, with what keeps the run apart from the rest of the machine. */
export function enclosed(config: ProviderConfig, argv: readonly string[]): string[] {
  if (config.provider === 'process') return sandboxed(config.sandbox, argv)
  if (config.cluster.of === 'managed' && config.cluster.engine) return [...engineNamespaces, ...argv]
  return [...argv]
}

/** Starts an empty cluster; `apply` fills it. @throws UsageError for what the user can mend. */
export async function startCluster(config: ProviderConfig, run: RunContext): Promise<Cluster> {
  const env = { [MARKER]: run.id }
  if (config.provider === 'process')
    return ProcessCluster.start({ ...config, ...run, addressing: config.addresses, env })
  // Loaded on demand: the Kubernetes client takes longer to load than a run on processes takes to start.
  const { KindCluster } = await import('./kind/kind-cluster.ts')
  return KindCluster.start(config, run)
}
