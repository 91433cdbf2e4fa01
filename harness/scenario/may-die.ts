import type { Cluster } from '../cluster/cluster.ts'

/** Does something that these pods may die of: the steps go on then. Afterwards no pod may. */
export async function mayLose(
  cluster: Pick<Cluster, 'mayDie'>,
  pods: readonly string[] = [],
  act: () => Promise<void>,
): Promise<void> {
  if (pods.length === 0) return act()
  await cluster.mayDie(pods)
  try {
    await act()
  } finally {
    await cluster.mayDie([])
  }
}
