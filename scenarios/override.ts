import { type Actions, hasOverrides, withOverrides } from '../harness/mimir/index.ts'

/** Who obeys which size of a shard, by its override. */
const OBEY = {
  // Distributors and rulers write, queriers and rulers read, and ingesters share limits by it.
  ingestion_tenant_shard_size: ['distributor', 'ingester', 'querier', 'ruler'],
  store_gateway_tenant_shard_size: ['querier', 'ruler', 'store-gateway'],
  ruler_tenant_shard_size: ['ruler'],
  compactor_tenant_shard_size: ['compactor'],
  max_queriers_per_tenant: ['query-frontend', 'query-scheduler'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Sizes of shards, by override. */
type Sizes = Readonly<Partial<Record<keyof typeof OBEY, number>>>

/** Milliseconds until a pod has read it, once its file is there: it looks every second at the fast pace, every 10 s else. */
const READ = 30_000
/** Seconds between two looks: pods that have not read it look once a second themselves. */
const LOOK = 0.75

interface How {
  /** Only these workloads, which have files of their own; default all. */
  workloads?: readonly string[]
  /**
   * Has the file put in place in all pods at once. Else it is there when the kubelet looks: for each pod at another time, up to 90 s apart, and so long pods disagree.
   */
  atOnce?: true
}

/** Gives tenants shards of these sizes, waits until every pod that obeys them has read them, and tells how long pods disagreed. */
export async function override(
  t: Actions,
  tenants: readonly string[],
  sizes: Sizes,
  { workloads, atOnce }: How = {},
): Promise<void> {
  const since = Date.now()
  await t.apply(topology => withOverrides(topology, tenants, sizes, workloads))
  if (atOnce) await t.cluster.putFiles()
  const obey = (Object.keys(sizes) as (keyof typeof OBEY)[]).flatMap((size): readonly string[] => OBEY[size])
  const isMeant = (workload: string) => workloads === undefined || workloads.includes(workload)
  const pods = t.cluster.pods().filter(p => p.components.some(c => obey.includes(c)) && isMeant(p.workload))
  const wanted = Object.fromEntries(tenants.map(tenant => [tenant, sizes]))
  /** By pod, the milliseconds after which it was seen to have read it. */
  const read = new Map<string, number>()
  const behind = async () => {
    const unread = pods.filter(p => !read.has(p.name))
    const looks = await Promise.all(
      unread.map(async ({ name, url }) => ({ name, has: await hasOverrides(url, wanted) })),
    )
    for (const { name, has } of looks) if (has === true) read.set(name, Date.now() - since)
    const late = looks.filter(({ has }) => has !== true)
    if (late.length === 0) return true
    await t.traffic(LOOK)
    return late.map(({ name, has }) => `${name}: ${has}`).join(', ')
  }
  const said = Object.entries(sizes)
    .map(([name, size]) => `${name} ${size}`)
    .join(', ')
  await t.expect(`${pods.length} pods to have read ${said}`, behind, { within: READ + t.cluster.filesWithin })
  tellRead(t, said, workloads, [...read.values()])
}

/** Tells how long pods disagreed. @param read milliseconds from the change until each pod was seen to have read it */
function tellRead(t: Actions, what: string, workloads: readonly string[] | undefined, read: readonly number[]): void {
  const seconds = (ms: number) => (ms / 1000).toFixed(1)
  t.tell({
    title: 'When pods had read the size of shards',
    heads: ['override', 'workloads', '#pods', '#first after, s', '#last after, s'],
    rows: [
      [
        what,
        workloads?.join(', ') ?? 'all',
        String(read.length),
        seconds(Math.min(...read)),
        seconds(Math.max(...read)),
      ],
    ],
  })
}
