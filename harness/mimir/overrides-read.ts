import type { Pod } from '../cluster/cluster.ts'
import type { Settings } from '../scenario/subject.ts'
import { done, notYet, until } from '../util/until.ts'
import { hasOverrides } from './runtime-overrides.ts'

/** Milliseconds: pods look every second at the fast pace, every 10 s else, and on Kubernetes the file itself takes a minute to reach them. */
const DEADLINE = 120_000

/**
 * Waits until every pod has read the overrides of these tenants.
 * @param overrides by tenant
 * @throws DeadlineError naming a pod that has not
 */
export async function overridesAreRead(
  pods: readonly Pod[],
  overrides: Readonly<Record<string, Settings>>,
): Promise<void> {
  const areReadBy = ({ name, url }: Pod) =>
    until(
      async () => {
        const read = await hasOverrides(url, overrides)
        return read === true ? done(undefined) : notYet(read)
      },
      { for: `${name} to have read the overrides of ${Object.keys(overrides).join(', ')}`, deadline: DEADLINE },
    )
  await Promise.all(pods.map(areReadBy))
}
