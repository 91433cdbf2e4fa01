import axios from 'axios'
import { z } from 'zod'

/** A member as a ring page shows it (dskit, ring/ring_http.go). `state` is UNHEALTHY when its heartbeat is stale. */
const Member = z.object({
  id: z.string(),
  state: z.string(),
  address: z.string(),
  zone: z.string().default(''),
  tokens: z.array(z.number()).nullish(),
})
export interface RingMember {
  id: string
  state: string
  address: string
  zone: string
  /** Ascending. */
  tokens: number[]
}

const Page = z.object({ shards: z.array(Member).nullable() })

/** The rings of the components we run, and the page that shows each. */
export const ringPages = {
  ingester: '/ingester/ring',
  'store-gateway': '/store-gateway/ring',
  distributor: '/distributor/ring',
  compactor: '/compactor/ring',
  ruler: '/ruler/ring',
  alertmanager: '/multitenant_alertmanager/ring',
  'query-scheduler': '/query-scheduler/ring',
  querier: '/querier/ring',
  'overrides-exporter': '/overrides-exporter/ring',
} as const
export type RingName = keyof typeof ringPages

/**
 * Reads a ring as one pod sees it. Two pods may see different rings for a moment: gossip takes time.
 * @param url the pod's base URL; it must run a client of that ring, else its page is HTML and this throws.
 */
export async function readRing(url: string, ring: RingName): Promise<RingMember[]> {
  const { data, headers } = await axios.get<unknown>(url + ringPages[ring], {
    headers: { accept: 'application/json' },
    timeout: 2000,
    proxy: false,
  })
  const page = Page.safeParse(data)
  if (!page.success) {
    throw new Error(
      `${url}${ringPages[ring]}: expected the ring as JSON, got ${headers['content-type']}; does this pod run the ${ring} ring?`,
    )
  }
  return (page.data.shards ?? []).map(m => ({ ...m, tokens: m.tokens ?? [] }))
}
