import { command } from '../../util/command.ts'
import { clusterName, PREFIX } from './own-cluster.ts'

/** The label by which kind knows the nodes of its clusters. */
const LABEL = 'io.x-k8s.kind.cluster'

/** The clusters of runs that are over: named as ours are, and none of a run that is going on. */
export const orphans = (clusters: readonly string[], going: Iterable<string>): string[] => {
  const alive = new Set([...going].map(clusterName))
  return [...new Set(clusters)].filter(name => name.startsWith(PREFIX) && !alive.has(name))
}

/**
 * Deletes the kind clusters, and their networks, that killed runs left in the Docker engine that answers. No other cluster is touched.
 * @param going ids of runs that are still going on.
 * @returns the names of what was deleted; none where no engine answers.
 */
export async function deleteOrphans(going: Iterable<string>): Promise<string[]> {
  const names = orphans(
    await lines('ps', '--all', '--filter', `label=${LABEL}`, '--format', `{{.Label "${LABEL}"}}`),
    going,
  )
  for (const name of names) {
    const nodes = await lines('ps', '--all', '--quiet', '--filter', `label=${LABEL}=${name}`)
    await lines('rm', '--force', '--volumes', ...nodes)
    await lines('network', 'rm', name)
  }
  return names
}

async function lines(...args: string[]): Promise<string[]> {
  const ended = await command('docker', args, { timeout: 60_000 }).catch(() => undefined)
  return ended?.code === 0 ? ended.stdout.split('\n').filter(Boolean) : []
}
