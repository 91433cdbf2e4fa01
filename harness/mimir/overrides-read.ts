import type { Pod } from '../cluster/cluster.ts'
import type { Settings } from '../scenario/subject.ts'
import { done, notYet, until } from '../util/until.ts'
import { overridesAt } from './runtime-overrides.ts'

/** Milliseconds: pods look every second at the fast pace, every 10 s else, and on Kubernetes the file itself takes a minute to reach them. */
const DEADLINE = 120_000

/** Pods tell only what differs from Mimir's defaults, and what turns something off is none. */
const isOff = (value: unknown): boolean => value === undefined || value === 0 || value === false || value === ''

const isSame = (wanted: unknown, read: unknown): boolean =>
  (isOff(wanted) && isOff(read)) || JSON.stringify(wanted) === JSON.stringify(read)

/**
 * Waits until every pod has read the overrides of these tenants.
 * @param overrides by tenant
 * @throws DeadlineError naming a pod that has not
 */
export async function overridesAreRead(
  pods: readonly Pod[],
  overrides: Readonly<Record<string, Settings>>,
): Promise<void> {
  await Promise.all(pods.map(pod => areReadBy(pod, overrides)))
}

const areReadBy = ({ name, url }: Pod, overrides: Readonly<Record<string, Settings>>) =>
  until(
    async () => {
      for (const [tenant, wanted] of Object.entries(overrides)) {
        const read = await overridesAt(url, tenant)
        const late = Object.keys(wanted).find(key => !isSame(wanted[key], read[key]))
        if (late !== undefined) return notYet(`${late} of ${tenant} is ${JSON.stringify(read[late])}`)
      }
      return done(undefined)
    },
    { for: `${name} to have read the overrides of ${Object.keys(overrides).join(', ')}`, deadline: DEADLINE },
  )
