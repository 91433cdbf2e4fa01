import { type Actions, call } from '../../harness/mimir/index.ts'
import { overridesOf, type Sizes, TENANTS } from './tenants.ts'

/** Seconds between two looks of pods at the fast pace, and a little; and milliseconds until each must have read overrides, whatever the pace. */
const LOOK = 2
const READ = 30_000

/** Pods whose workload fits have read these sizes of all tenants. */
export async function sizesAreRead(t: Actions, sizes: Sizes, which = /./): Promise<void> {
  const pods = t.cluster.pods().filter(p => which.test(p.workload))
  let late = pods
  const behind = async () => {
    const read = await Promise.all(late.map(({ url }) => hasRead(url, sizes)))
    late = late.filter((_, i) => !read[i])
    return late.length === 0 || `${late.map(p => p.name).join(', ')} have others`
  }
  await t.traffic(LOOK)
  await t.expect(`${pods.length} pods to have read the sizes of ${TENANTS.length} tenants`, behind, { within: READ })
}

/** A pod tells all limits of each tenant that has an override, ten thousand lines: those that say the sizes are counted, and nothing else is read. */
async function hasRead(url: string, sizes: Sizes): Promise<boolean> {
  const lines = (await call(url, 'GET', '/runtime_config?mode=diff')).split('\n').map(line => line.trim())
  return Object.entries(overridesOf(sizes)).every(
    ([setting, size]) => lines.filter(line => line === `${setting}: ${size}`).length === TENANTS.length,
  )
}
